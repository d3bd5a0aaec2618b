// Guide F2: update a meter's data in ten steps; then take it back, schedule, move, cancel and compare.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/accessible.mjs";
import { api } from "../support/clef.mjs";
import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { day } from "../support/meter.mjs";
import { USERS, grouped, heading, navigate, start } from "../support/person.mjs";

/** A household of the demo: 40 A, one rate, since 2016. */
const EAN = "541449020000000018";
const BEGAN = "2016-01-01";

/** What a person does with the meter on the screen. */
function hands(stage) {
  const { page, w, language } = stage;
  const button = (key) => page.getByRole("button", { name: w(key), exact: true });
  const dialog = page.getByRole("dialog");
  return {
    button,
    dialog,
    panel: page.getByRole("tabpanel"),
    /** Opens the page of the household's meter from the list. */
    async open() {
      await navigate(stage, "shell.nav.meters");
      await heading(stage, w("meters.title"));
      await page.getByRole("searchbox").fill(EAN);
      await page.getByText(w("meters.count.one", { count: "1" })).waitFor();
      await page.locator("main").getByRole("link").filter({ hasText: grouped(EAN) }).click();
      await heading(stage, grouped(EAN));
    },
    /** Opens the dialog that changes data. */
    async update() {
      await button("meters.update.title").click();
      await page.locator("#amperage_a").waitFor();
    },
    async fill(values) {
      for (const [id, value] of Object.entries(values)) await page.locator(`#${id}`).fill(value);
    },
    number: (text) => (language === "en" ? text : text.replace(".", ",")),
    /** On to the summary. */
    async review() {
      await button("meters.update.review").click();
      await page.getByRole("heading", { name: w("meters.update.summary") }).waitFor();
    },
    /** Sends what the summary shows and waits for the page. */
    async validate() {
      await button("meters.new.submit").click();
      await dialog.waitFor({ state: "hidden" });
    },
    /** Takes back what was just done. */
    async undo() {
      await button("meters.undo").last().click();
      await page.getByText(w("meters.undone")).waitFor();
    },
    /** Waits until the tab is the chosen one. */
    tab: (name) => page.getByRole("tab", { name: w(`meters.tab.${name}`), selected: true }).waitFor(),
    /** Chooses something from the menu of further actions. */
    async menu(key) {
      await button("meters.more").click();
      await page.locator("#meter-menu .menu-item").filter({ hasText: w(key) }).click();
    },
  };
}

for (const screen of [DESKTOP, PHONE]) {
  for (const language of ["en", "fr"]) {
    journey("update a meter", { screen, language }, async (stage) => {
      const { page, shot, w } = stage;
      const { button, dialog, panel, open, update, fill, number, review, validate, undo, tab } = hands(stage);
      await start(stage, USERS.community);
      await open();
      await shot("step 3 active meter");
      await update();
      assert.equal(await page.locator("#amperage_a").inputValue(), "40", "filled with what holds today");
      assert.equal(await page.locator("#valid_from").inputValue(), "", "the day is the person's choice");
      assert.match(await page.locator("#member_id").inputValue(), /^Household A$/);
      await shot("step 4 the form");
      await button("meters.update.review").click();
      await page.locator("#valid_from-error").waitFor();
      await shot("a day is required");

      await fill({ description: "Atelier", sampling_power_kva: number("14.4"), amperage_a: "63" });
      await shot("step 5 energy");
      await page.locator("#dso").selectOption("ORES");
      await page.locator("#rate").selectOption("bi_hourly");
      await page.locator("#client_type").selectOption("professional");
      await shot("step 7 consumption profile");
      await button("meters.date.today").click();
      assert.equal(await page.locator("#valid_from").inputValue(), day());
      const submit = await button("meters.update.review").boundingBox();
      assert.ok(submit.y + submit.height <= stage.screen.height, "the button is on the screen");
      await review();
      const said = await dialog.innerText();
      for (const text of ["40", "63", w("meters.rate.bi_hourly"), w("meters.update.fields.other", { count: "5" })]) {
        assert.ok(said.includes(text), `the summary says ${text}: ${said}`);
      }
      assert.ok(said.includes(w("meters.update.same_owner")));
      await shot("step 8 summary");
      await validate();
      await tab("actual");
      await panel.getByText(w("meters.rate.bi_hourly")).waitFor();
      const shown = await panel.innerText();
      for (const text of ["Atelier", "63", "Household A"]) assert.ok(shown.includes(text), `${text} in ${shown}`);
      await shot("step 10 confirmed");

      await undo();
      await panel.getByText(w("meters.rate.simple")).waitFor();
      assert.doesNotMatch(await panel.innerText(), /Atelier/);
      await shot("taken back");
    });
  }

  journey("schedule, move, cancel and compare", { screen }, async (stage) => {
    const { page, shot, w } = stage;
    const { button, dialog, panel, open, update, fill, review, validate, undo, tab } = hands(stage);
    await start(stage, USERS.community);
    await open();
    await update();
    await fill({ amperage_a: "63", valid_from: BEGAN });
    await button("meters.update.edit_instead").waitFor();
    await shot("a period begins on this day already");
    await button("meters.update.edit_instead").click();
    await dialog.getByRole("heading", { name: w("meters.update.title_period") }).waitFor();
    await page.locator("#amperage_a").waitFor();
    assert.equal(await page.locator("#amperage_a").inputValue(), "63", "what was typed comes along");
    assert.equal(await page.locator("#valid_from").inputValue(), BEGAN);
    await shot("that period instead");
    await button("ui.cancel").click();

    await update();
    assert.equal(await page.locator("#amperage_a").inputValue(), "40", "a cancelled change leaves no draft");
    await fill({ amperage_a: "63" });
    await button("meters.date.next_month").click();
    const next = await page.locator("#valid_from").inputValue();
    await review();
    await validate();
    await tab("future");
    await panel.getByText("63").waitFor();
    await shot("scheduled");

    await panel.getByRole("button", { name: w("common.edit") }).click();
    await page.locator("#amperage_a").waitFor();
    assert.equal(await page.locator("#valid_from").inputValue(), next);
    await fill({ amperage_a: "50", valid_from: day(60) });
    await review();
    await shot("moved and changed");
    await validate();
    await panel.getByText("50").waitFor();
    await shot("edited");

    await page.locator("#compare-with").selectOption({ index: 1 });
    await page.getByRole("heading", { name: w("meters.compare.title") }).waitFor();
    await page.getByText(w("meters.compare.count.one", { count: "1" })).waitFor();
    await shot("compared");
    await assertAccessible(page, "two periods compared");
    await page.locator("#compare-with").selectOption("");
    await page.locator("#as-of").fill("2020-02-29");
    await page.waitForURL((url) => url.search.includes("on=2020-02-29"));
    await shot("as of a day");
    const segments = page.locator(".timeline-segment");
    await segments.first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.search.includes(`on=${day(60)}`));
    await shot("chosen on the bar with the keyboard");
    await button("meters.history.back").click();

    await panel.getByRole("button", { name: w("meters.cancel.action") }).click();
    await dialog.getByText(w("meters.cancel.keep")).waitFor();
    await shot("cancel?");
    await dialog.getByRole("button", { name: w("meters.cancel.action") }).click();
    await tab("actual");
    await page.getByRole("tab", { name: w("meters.tab.future") }).click();
    await page.getByText(w("meters.empty.future.title")).waitFor();
    await undo();
    await panel.getByText("50").waitFor();
    await shot("cancelled and taken back");
  });

  journey("deactivate, edit the identification, and why not delete", { screen }, async (stage) => {
    const { page, shot, w } = stage;
    const { button, dialog, open, menu, undo, tab } = hands(stage);
    await start(stage, USERS.community);
    await open();
    await button("meters.more").click();
    await shot("menu");
    await page.keyboard.press("Escape");
    await menu("meters.deactivate.menu");
    await button("meters.date.today").click();
    await shot("deactivate");
    await dialog.getByRole("button", { name: w("meters.deactivate.action"), exact: true }).click();
    await tab("actual");
    await button("meters.activate.action").waitFor();
    await shot("deactivated");

    await menu("meters.delete.menu");
    await dialog.getByText(w("meters.delete.history")).waitFor();
    await shot("not deleted");
    await page.keyboard.press("Escape");
    await undo();
    await button("meters.update.title").waitFor();

    await menu("meters.edit.action");
    await heading(stage, w("meters.edit.title"));
    await page.locator("#meter_number").fill("1SAG9999999999");
    await shot("identification");
    await button("common.save").click();
    await heading(stage, grouped(EAN));
    // The log of changes below names it, too.
    const fact = page.getByRole("definition").filter({ hasText: "1SAG9999999999" });
    await fact.waitFor();
    await undo();
    await fact.waitFor({ state: "hidden" });
  });

  journey("two people change a meter at once", { screen }, async (stage) => {
    const { clef, page, shot, w } = stage;
    const { panel, open, update, fill, review, validate, button, tab } = hands(stage);
    await start(stage, USERS.community);
    await open();
    await update();
    await fill({ amperage_a: "63", valid_from: day(10) });
    await review();
    const [path] = new URL(page.url()).pathname.match(/\/communities.*/);
    const { post } = await api(clef, USERS.manager);
    await post(`${path}/configurations`, { valid_from: day(5), rate: "impact", client_type: "professional" });
    await button("meters.new.submit").click();
    await page.getByText(w("meters.update.overtaken")).waitFor();
    assert.equal(await page.locator("#amperage_a").inputValue(), "63", "the own change stays");
    assert.equal(await page.locator("#rate").inputValue(), "impact", "the other one is there");
    await shot("overtaken");
    await review();
    await page.getByText(w("meters.update.fields.one", { count: "1" })).waitFor();
    await validate();
    await tab("future");
    await panel.getByText(w("meters.rate.impact")).first().waitFor();
    await panel.getByText("63").waitFor();
    await shot("both changes");
  });

  journey("what was typed last survives closing at once", { screen }, async (stage) => {
    const { page, w } = stage;
    const { button, dialog, open, update, fill } = hands(stage);
    await start(stage, USERS.community);
    await open();
    await update();
    await fill({ amperage_a: "63" });
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await update();
    assert.equal(await page.locator("#amperage_a").inputValue(), "63");
    await page.getByText(w("common.draft_restored")).waitFor();
    await button("ui.cancel").click();
    await dialog.waitFor({ state: "hidden" });
    await update();
    assert.equal(await page.locator("#amperage_a").inputValue(), "40", "what was cancelled is forgotten");
  });

  for (const theme of ["light", "dark"]) {
    journey("changing a meter is accessible", { screen, theme }, async (stage) => {
      const { page, shot, w } = stage;
      const { button, dialog, open, update, fill, review, menu } = hands(stage);
      await start(stage, USERS.community);
      await open();
      await button("meters.more").click();
      await assertAccessible(page, "the menu");
      await page.keyboard.press("Escape");
      await update();
      await button("meters.update.review").click();
      await page.locator("#valid_from-error").waitFor();
      await shot("mistakes");
      await assertAccessible(page, "the form with a mistake");
      await fill({ amperage_a: "63", valid_from: day(-30) });
      await review();
      await shot("summary");
      await assertAccessible(page, "the summary");
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      await update();
      assert.equal(await page.locator("#amperage_a").inputValue(), "63", "what was typed is still there");
      await page.getByText(w("common.draft_restored")).waitFor();
      await button("ui.cancel").click();
      await menu("meters.deactivate.menu");
      await dialog.waitFor();
      await shot("deactivate");
      await assertAccessible(page, "the question before deactivating");
      await page.keyboard.press("Escape");
      await page.locator("#as-of").fill(day(-400));
      await page.getByRole("button", { name: w("meters.history.back") }).waitFor();
      await shot("as of a day");
      await assertAccessible(page, "a meter on a day");
    });
  }
}
