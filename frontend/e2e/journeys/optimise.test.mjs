// An optimisation from its form to its calendar, a fixing registered and taken back, versions compared.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/accessible.mjs";
import { api } from "../support/clef.mjs";
import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { CONTRACT, fillOptimisation, prepareAccount, prepareOptimisation } from "../support/optimisation.mjs";
import { USERS, heading, navigate, start } from "../support/person.mjs";

const settled = async ({ page }) => {
  await page.waitForLoadState("networkidle");
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
};

/** Opens a tab of the optimisation's page. */
const tab = async (stage, key) => {
  await stage.page.locator(`#tab-${key}`).click();
  await settled(stage);
};

/** Registers a fixing in the open dialog. */
async function register({ page, w, language }, percent, price) {
  const dialog = page.getByRole("dialog");
  await dialog.locator("#percent").fill(percent);
  await dialog.locator("#price_per_mwh").fill(language === "en" ? price : price.replace(".", ","));
  await dialog.locator(".consequence").filter({ hasText: percent }).waitFor();
  await dialog.getByRole("button", { name: w("optimisations.register.submit"), exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
}

for (const [screen, language, theme] of [[DESKTOP, "en", "light"], [PHONE, "fr", "light"], [DESKTOP, "nl", "dark"]]) {
  journey("an optimisation and its calendar", { screen, language, theme }, async (stage) => {
    const { clef, page, shot, w } = stage;
    const account = await prepareAccount(clef);
    await start(stage, USERS.kam);
    await page.goto(`/organisations/${account.organisation}/customers/${account.customer}`);
    await page.getByRole("link", { name: w("optimisations.new.action") }).click();
    await heading(stage, w("optimisations.new.title"));
    await page.getByRole("button", { name: w("optimisations.new.submit"), exact: true }).click();
    await page.locator("section.error-summary").waitFor();
    await fillOptimisation(stage, account);

    // The questionnaire suggests, and says why.
    await page.locator(".questionnaire > summary").click();
    for (const question of ["price_rise", "energy_share", "budget", "reaction", "knowledge"]) {
      await page.locator(`#question-${question}-careful`).check({ force: true });
    }
    await page.locator(".questionnaire .notice li").first().waitFor();
    await page.locator(".questionnaire .notice").getByRole("button").click();
    assert.equal(await page.locator("#risk_appetite-low").isChecked(), true);

    // The calendar is there before anything is sent.
    await page.locator(".preview .plot .mark").first().waitFor();
    const previewed = await page.locator(".preview-days > li").allInnerTexts();
    await shot("form");
    await assertAccessible(page, "the form of an optimisation");
    await page.getByRole("button", { name: w("optimisations.new.submit"), exact: true }).click();
    await heading(stage, CONTRACT.name);
    await settled(stage);
    const advised = await page.locator(".advice-lines > li").count();
    const days = previewed.reduce((sum, text) => sum + text.split(" · ").length, 0);
    assert.equal(advised, days, "as previewed");
    await shot("page");
    await assertAccessible(page, "the page of an optimisation");
    for (const key of ["fixings", "versions", "parameters", "notifications"]) {
      await tab(stage, key);
      await shot(key);
      await assertAccessible(page, `the tab ${key}`);
    }

    // It stands in the list and in the calendar of all customers.
    await navigate(stage, "shell.nav.optimisations");
    await page.getByRole("link", { name: CONTRACT.name }).waitFor();
    await shot("list");
    await navigate(stage, "shell.nav.calendar");
    await heading(stage, w("calendar.title"));
    await settled(stage);
    await shot("calendar");
    await assertAccessible(page, "the calendar");
    await tab(stage, "list");
    await page.getByText(CONTRACT.name).first().waitFor();
    await shot("calendar list");
  });

  journey("a fixing is registered and taken back", { screen, language, theme }, async (stage) => {
    const { clef, page, shot, w } = stage;
    const account = await prepareAccount(clef);
    const optimisation = await prepareOptimisation(clef, account);
    await start(stage, USERS.kam);
    await page.goto(`/optimisations/${optimisation.id}`);
    await heading(stage, CONTRACT.name);
    await page.getByRole("button", { name: w("optimisations.register.action"), exact: true }).first().click();
    await shot("register");
    await register(stage, "30", "84.25");
    await settled(stage);
    await tab(stage, "fixings");
    const line = page.locator(".fixing-lines > li");
    await line.filter({ hasText: "84" }).waitFor();

    await line.getByRole("button", { name: w("optimisations.cancel.action"), exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: w("optimisations.cancel.action"), exact: true }).click();
    await dialog.locator("#reason-error").waitFor();
    await dialog.locator("#reason").fill("The supplier did not confirm the price.");
    await dialog.getByRole("button", { name: w("optimisations.cancel.action"), exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    await settled(stage);
    await line.filter({ hasText: "The supplier did not confirm the price." }).waitFor();
    await shot("taken back");

    // Created, registered, taken back: three versions, of which two can be compared.
    await tab(stage, "versions");
    assert.equal(await page.locator(".versions > li").count(), 3);
    await page.locator("#compare-with").selectOption("1");
    await page.locator("#compare-version").selectOption("2");
    await page.locator(".difference tbody tr").first().waitFor();
    await shot("difference");
    const { get } = await api(clef, USERS.kam);
    const fixings = await get(`/optimisations/${optimisation.id}/fixings`);
    assert.deepEqual(fixings.items.map(({ state }) => state), ["cancelled"]);
  });
}

journey("markets and their forecasts", {}, async (stage) => {
  const { clef, page, shot, w } = stage;
  const { market } = await prepareAccount(clef);
  await start(stage, USERS.manager);
  await navigate(stage, "shell.nav.markets");
  await heading(stage, w("markets.title"));
  await shot("markets");
  await page.goto(`/markets/${market}`);
  await page.locator(".plot .course").first().waitFor();
  await settled(stage);
  await shot("market");
  await assertAccessible(page, "a market");
  await page.getByRole("link", { name: w("markets.publish.action") }).click();
  await heading(stage, w("markets.publish.title"));
  await page.getByRole("button", { name: /version/ }).click();
  await page.locator(".point-line").nth(1).waitFor();
  await shot("publish");
  await assertAccessible(page, "publishing a forecast");
  await page.locator("#comment").fill("After the cold spell");
  await page.getByRole("button", { name: w("markets.publish.submit"), exact: true }).click();
  await page.locator(".publications > li").filter({ hasText: "After the cold spell" }).waitFor();
  await shot("published");

  // Another publication is fetched, and the keyboard stays where it is.
  const choice = page.locator("#market-forecast");
  await choice.focus();
  await choice.selectOption({ index: 1 });
  await settled(stage);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "market-forecast");
  await page.locator(".publications a[aria-current]").waitFor();
});
