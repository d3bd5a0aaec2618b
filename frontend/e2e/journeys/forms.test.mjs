// What a form owes to the one who fills it.
import assert from "node:assert/strict";

import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { METER, fillCharacteristics, fillLocation, fillMeter } from "../support/meter.mjs";
import { USERS, grouped, heading, navigate, start } from "../support/person.mjs";

async function openForm(stage) {
  const { page, w } = stage;
  await start(stage, USERS.community);
  await navigate(stage, "shell.nav.meters");
  await page.getByRole("link", { name: w("meters.add"), exact: true }).first().click();
  await heading(stage, w("meters.new.title"));
}

const validate = ({ page, w }) => page.getByRole("button", { name: w("meters.new.submit"), exact: true }).click();

journey("a draft survives a reload and can be thrown away", {}, async (stage) => {
  const { page, shot, w } = stage;
  await openForm(stage);
  await fillLocation(stage);
  await fillCharacteristics(stage);
  // Kept a moment after the last key.
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes("draft")));
  await page.waitForTimeout(600);
  page.once("dialog", (question) => question.accept());
  await page.reload();
  await heading(stage, w("meters.new.title"));
  await page.getByText(w("common.draft_restored")).waitFor();
  assert.equal(await page.locator("#address-street").inputValue(), METER.street);
  assert.equal((await page.locator("#ean").inputValue()).replaceAll(" ", ""), METER.ean);
  assert.equal(await page.locator("#tariff_group").inputValue(), "low_voltage");
  await shot("restored");
  await page.getByRole("button", { name: w("common.draft_discard") }).click();
  await page.locator("#address-street").filter({ hasText: "" }).waitFor();
  assert.equal(await page.locator("#address-street").inputValue(), "");
  await shot("thrown away");
});

for (const screen of [DESKTOP, PHONE]) {
  journey("unsaved work is not left by accident", { screen }, async (stage) => {
    const { page, shot, w } = stage;
    await openForm(stage);
    await fillLocation(stage);
    await page.getByRole("link", { name: w("ui.cancel"), exact: true }).click();
    const question = page.getByRole("dialog", { name: w("shell.leave.title") });
    await question.waitFor();
    await shot("the question");
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "hidden" });
    assert.equal(await page.locator("#address-street").inputValue(), METER.street);
    await page.getByRole("link", { name: w("ui.cancel"), exact: true }).click();
    await question.getByRole("button", { name: w("shell.leave.action") }).click();
    await heading(stage, w("meters.title"));
  });
}

journey("mistakes are told together and at their fields", {}, async (stage) => {
  const { page, shot, w } = stage;
  await openForm(stage);
  await validate(stage);
  const summary = page.locator("section.error-summary");
  await summary.waitFor();
  assert.ok(await summary.evaluate((section) => section.contains(document.activeElement)), "the summary has the focus");
  assert.ok((await summary.getByRole("listitem").count()) > 8);
  await shot("all mistakes");
  await summary.getByRole("link").first().click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "address-street");

  await page.locator("#ean").fill('="54144912345678901"');
  await page.locator("#meter_number").focus();
  await page.getByText(w("error.invalid_ean.length", { length: "17", expected: "18" })).first().waitFor();
  assert.equal(await page.locator("#ean").getAttribute("aria-invalid"), "true");
  await shot("seventeen digits");
  // A wrong check digit and an unusual prefix are worth a word, not a refusal.
  await page.locator("#ean").fill("123456789012345678");
  await page.locator("#ean-note").waitFor();
  assert.notEqual(await page.locator("#ean").getAttribute("aria-invalid"), "true");
  await shot("warnings beside the field");
  await page.locator("#configuration-production_chain").selectOption("none");
  assert.ok(await page.locator("#configuration-injection_status").isDisabled());
  assert.equal(await page.locator("#configuration-injection_status").inputValue(), "none");
});

journey("pressing twice creates one meter, and an EAN is taken once", {}, async (stage) => {
  const { page, shot, w } = stage;
  await openForm(stage);
  await fillMeter(stage);
  await page.getByRole("button", { name: w("meters.new.submit"), exact: true }).dblclick();
  await heading(stage, w("meters.title"));
  await page.goto(`${new URL(page.url()).pathname}?q=${METER.ean}`);
  await page.getByText(w("meters.count.one", { count: "1" })).waitFor();
  await shot("one meter");

  await page.getByRole("link", { name: w("meters.add"), exact: true }).first().click();
  await heading(stage, w("meters.new.title"));
  await fillMeter(stage);
  await validate(stage);
  await page.locator("#ean-error").waitFor();
  assert.ok((await page.locator("#ean-error").innerText()).includes(w("error.ean_taken")));
  await shot("taken");
});

journey("a created meter can be taken back", { screen: PHONE }, async (stage) => {
  const { page, shot, w } = stage;
  await openForm(stage);
  await fillMeter(stage);
  await validate(stage);
  const toast = page.locator(".toast").filter({ hasText: grouped(METER.ean) });
  await toast.waitFor();
  await shot("created");
  await toast.getByRole("button", { name: w("meters.undo") }).click();
  await page.locator(".toast").filter({ hasText: w("meters.deleted", { ean: "" }).trim().split(" ").at(-1) }).waitFor();
  await page.getByRole("searchbox").fill(METER.ean);
  await page.getByText(w("meters.count.other", { count: "0" })).waitFor();
  await shot("taken back");
});
