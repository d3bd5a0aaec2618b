// The free grid with the keyboard alone: arrows, typing, paste, undo; then a new version of the key.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/accessible.mjs";
import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { addKey, openKeys, setCount, validate } from "../support/key.mjs";
import { heading, start } from "../support/person.mjs";

const MANAGER = "community@demo.clef.test";

/** The value of a cell, by the id of its field. */
const value = (page, id) => page.locator(`#${id}`).inputValue();
const weight = (k, i) => `iterations-${k}-weights_percent-${i}`;

/** Pastes a text where the focus is, as a spreadsheet's clipboard would. */
async function paste(page, text) {
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

const focused = (page) => page.evaluate(() => document.activeElement?.id);

journey("fill the grid with the keyboard", {}, async (stage) => {
  const { page, shot, w } = stage;
  await start(stage, MANAGER);
  await openKeys(stage);
  await addKey(stage, "grid");
  await heading(stage, w("keys.new_grid.title"));
  await page.locator("#name").fill("Grid key");

  await page.locator("#consumers-0-name").focus();
  await page.keyboard.type("A");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("B");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("C");
  assert.deepEqual(await Promise.all([0, 1, 2].map((i) => value(page, `consumers-${i}-name`))), ["A", "B", "C"]);

  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(page), weight(0, 2));
  await page.keyboard.press("ArrowUp");
  await page.keyboard.type("40");
  assert.equal(await page.locator("#iterations-0-rule").inputValue(), "mixed", "one weight, the others by need");
  await page.keyboard.press("Control+z");
  assert.equal(await page.locator("#iterations-0-rule").inputValue(), "prorata");
  await page.keyboard.press("Control+y");
  assert.equal(await value(page, weight(0, 1)), "40");

  await page.locator("#iterations-0-share_percent").focus();
  await paste(page, "60\t40\r\n33,3334\t\r\n33,3333\t\r\n33,3333\t\r\n");
  assert.equal(await value(page, "iterations-1-share_percent"), "40");
  assert.deepEqual(await Promise.all([0, 1, 2].map((i) => value(page, weight(0, i)))), ["33,3334", "33,3333", "33,3333"]);
  assert.equal(await page.locator("#iterations-0-rule").inputValue(), "weighted");
  await page.getByText(w("keys.total.whole")).waitFor();
  await shot("pasted");

  await page.locator(`#${weight(0, 0)}`).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("9");
  assert.equal(await value(page, weight(0, 0)), "33,33394", "the caret moves in an entered cell");
  await page.keyboard.press("Escape");
  assert.equal(await value(page, weight(0, 0)), "33,3334");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), weight(1, 0), "Tab moves on");
  await page.locator(".figures").waitFor();
  await assertAccessible(page, "the grid");

  await page.getByRole("button", { name: w("keys.create"), exact: true }).click();
  await heading(stage, w("keys.title"));
  await page.locator("main").getByRole("link", { name: "Grid key" }).click();
  await heading(stage, "Grid key");
  await page.getByRole("link", { name: w("keys.edit.action"), exact: true }).click();
  await heading(stage, w("keys.edit.title"));
  await page.locator("#iterations-0-share_percent").fill("70");
  await page.getByRole("button", { name: w("keys.save"), exact: true }).click();
  await page.getByText(w("error.shares_not_100.excess", { excess_percent: "10", total_percent: "110" })).first().waitFor();
  await page.locator("#iterations-1-share_percent").fill("30");
  await page.getByRole("button", { name: w("keys.save"), exact: true }).click();
  await heading(stage, "Grid key");
  await page.getByText(w("keys.version.number", { number: "2" })).first().waitFor();
  await shot("the second version");
  await page.getByRole("link", { name: w("keys.version.compare") }).first().click();
  await heading(stage, w("keys.compare.title"));
  await page.locator("td[data-differs]").first().waitFor();
  assert.equal(await page.locator("td[data-differs]").count(), 4, "two shares, on both sides");
  await assertAccessible(page, "the comparison");
  await shot("two versions side by side");
});

for (const screen of [DESKTOP, PHONE]) {
  journey("find the best fixed weights", { screen }, async (stage) => {
    const { page, shot, w } = stage;
    await start(stage, MANAGER);
    await openKeys(stage);
    await page.locator("main tbody").getByRole("link").first().click();
    await page.locator(".figures").waitFor();
    await page.getByRole("button", { name: w("keys.search.run") }).click();
    await page.locator(".proposal-weights").waitFor();
    await page.getByText(w("keys.search.validation")).waitFor();
    await shot("the best weights");
    await assertAccessible(page, "what a search found");

    // The curve: its right end shares most, its left end is the fairest.
    const curve = page.getByRole("slider", { name: w("keys.search.curve") });
    const weights = () => page.locator(".proposal-weights").innerText();
    const most = await weights();
    await curve.focus();
    assert.match(await curve.getAttribute("aria-valuetext"), new RegExp(`^${w("keys.search.sharing_most")}: `));
    await page.keyboard.press("Home");
    assert.match(await curve.getAttribute("aria-valuetext"), new RegExp(`^${w("keys.search.fairest")}: `));
    const fairest = await weights();
    assert.notEqual(fairest, most);
    const last = page.locator(".curve-point").last();
    // Not under the bar at a phone's thumb.
    await last.evaluate((point) => point.scrollIntoView({ block: "center" }));
    await last.click({ force: true });
    assert.equal(await weights(), most, "the pointer chooses too");
    await page.keyboard.press("Home");
    await shot("the fairest");

    // That very key is saved.
    await page.getByRole("button", { name: w("keys.search.save"), exact: true }).click();
    await page.getByRole("link", { name: w("keys.open"), exact: true }).click();
    await page.locator("main .matrix tbody").waitFor();
    const saved = await page.locator("main .matrix tbody tr:not(.share-line) td").allInnerTexts();
    assert.deepEqual(saved, fairest.split("\n").filter((text) => /%$/.test(text)));
    await page.goBack();

    await page.locator(".figures").waitFor();
    await page.getByText(w("keys.search.limits"), { exact: true }).click();
    const name = await page.locator(".limits-table tbody th").first().innerText();
    const least = page.getByLabel(w("keys.search.min_of", { name }));
    await least.fill("101");
    await page.getByRole("button", { name: w("keys.search.run") }).click();
    await page.getByText(w("error.out_of_range", { min: "0", max: "100" })).first().waitFor();
    await shot("a limit that cannot be");
    await least.fill("50");
    await page.getByRole("button", { name: w("keys.search.run") }).click();
    await page.locator(".proposal-weights").waitFor();
    const [, first] = (await weights()).split("\n").filter(Boolean);
    assert.ok(Number.parseFloat(first.replace(",", ".")) >= 50, first);

    await page.getByRole("button", { name: w("keys.search.use"), exact: true }).click();
    await heading(stage, w("keys.edit.title"));
    await page.getByText(w("common.draft_restored")).waitFor();
    await shot("to be saved");
  });
}

journey("pick meters as consumers", {}, async (stage) => {
  const { page, shot, w } = stage;
  await start(stage, MANAGER);
  await openKeys(stage);
  await addKey(stage, "standard");
  await setCount(stage, 2);
  await validate(stage);
  await page.getByRole("button", { name: w("keys.names.pick") }).click();
  const dialog = page.getByRole("dialog", { name: w("keys.pick.title") });
  const boxes = dialog.getByRole("checkbox");
  await boxes.first().waitFor();
  const all = await boxes.count();
  const names = await dialog.locator("li").allInnerTexts();
  await boxes.nth(0).check({ force: true });
  // A search leaves what is ticked; all that fits is found, whatever stood on the first page.
  const ean = names[1].match(/\d{18}/)[0];
  await dialog.getByRole("searchbox").fill(ean.slice(-6));
  await page.waitForFunction((all) => document.querySelectorAll("dialog[open] li").length < all, all);
  await boxes.first().check({ force: true });
  await shot("found");
  await assertAccessible(page, "meters to pick");
  await dialog.getByRole("searchbox").fill("nothing like this");
  await dialog.getByText(w("ui.no_match")).waitFor();
  await dialog.getByRole("button", { name: w("keys.pick.add.other", { count: "2" }) }).click();
  const filled = await Promise.all([0, 1].map((i) => value(page, `consumers-${i}-name`)));
  assert.deepEqual(filled, names.slice(0, 2).map((text) => text.split("\n")[0]));
});

journey("try a key on one's own readings", {}, async (stage) => {
  const { page, shot, w } = stage;
  const head = "interval_start,1,2,3\ndirection,offtake,offtake,injection\nlabel,Cons1,Cons2,Roof\n";
  const lines = ["2026-06-20T10:00:00Z,0.100,0.300,0.500", "2026-06-20T10:15:00Z,0.200,,0.100"];
  const open = (text) =>
    page.locator("input[type=file]").setInputFiles({ name: "own.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await start(stage, MANAGER);
  await openKeys(stage);
  await addKey(stage, "grid");
  await page.locator(".figures").waitFor();

  await open(`${head}${lines[0]}\n2026-06-20T10:30:00Z,1,1,1\n`);
  const what = "2026-06-20T10:30:00+00:00";
  await page.getByText(w("keys.csv.order", { line: "5", what })).waitFor();
  await open(head + lines.join("\n"));
  await page.getByText(w("keys.preview.gaps.one", { count: "1" })).waitFor();
  await page.getByRole("button", { name: w("keys.preview.gaps_zero") }).click();
  await page.locator(".figures").getByText(/0\.6.kWh/).first().waitFor();

  const chart = page.getByRole("slider", { name: w("keys.chart.day") });
  await chart.focus();
  assert.match(await chart.getAttribute("aria-valuetext"), /^12:00: .*0\.500.kWh/);
  await page.keyboard.press("ArrowRight");
  assert.match(await chart.getAttribute("aria-valuetext"), /^12:15: .*0\.100.kWh/);
  await page.getByText(w("ui.chart.table")).first().click();
  await page.locator(".chart-table-wrap").getByRole("rowheader", { name: "12:15" }).waitFor();
  await assertAccessible(page, "the preview");
  await shot("own readings");
});
