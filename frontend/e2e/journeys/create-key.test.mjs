// Guide F3: create an allocation key with the wizard, in sixteen steps.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/accessible.mjs";
import { api } from "../support/clef.mjs";
import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { KEY, addKey, fillIteration, fillNames, openKeys, setCount, step, validate } from "../support/key.mjs";
import { heading, start } from "../support/person.mjs";

const MANAGER = "community@demo.clef.test";

for (const screen of [DESKTOP, PHONE]) {
  for (const language of ["en", "fr"]) {
    journey("create a key", { screen, language }, async (stage) => {
      const { clef, page, shot, w } = stage;
      await start(stage, MANAGER);
      await openKeys(stage);
      await page.getByRole("button", { name: w("keys.add.more") }).click();
      await shot("step 1 the menu");
      await page.getByRole("link", { name: w("keys.add.standard") }).click();
      await heading(stage, w("keys.wizard.title"));
      await shot("step 2 the wizard");
      await setCount(stage, 3);
      await shot("step 3 three consumers");
      await validate(stage);
      await step(stage, "names");
      await shot("step 4 confirmed");
      await fillNames(stage, KEY.consumers);
      await shot("step 5 names");
      await validate(stage);
      await step(stage, "iterations");
      assert.equal(await page.locator("#iterations-0-share_percent").inputValue(), "100", "everything is proposed");
      await shot("step 6 confirmed");
      await fillIteration(stage, 0, "prorata", "70");
      await shot("step 7 and 8 prorata 70");
      const second = page.locator("#iterations-1-share_percent");
      await second.waitFor();
      assert.equal(await second.inputValue(), "30", "the rest is proposed");
      await shot("step 9 the next iteration");
      await fillIteration(stage, 1, "prorata", "30");
      assert.equal(await page.locator("#iterations-2-share_percent").count(), 0, "nothing is left");
      await shot("step 10 and 11 prorata 30");
      await validate(stage);
      await step(stage, "finalisation");
      await page.locator("#name").fill(KEY.name);
      await page.locator("#description").fill("70 / 30");
      await shot("step 12 and 13 the name");
      await page.getByRole("button", { name: w("keys.wizard.submit"), exact: true }).click();
      await step(stage, "review");
      assert.equal(await page.locator("#iterations-0-share_percent").inputValue(), "70");
      await shot("step 14 the review");
      await page.getByRole("button", { name: w("keys.create"), exact: true }).click();
      await heading(stage, w("keys.title"));
      await page.getByText(w("keys.created", { name: KEY.name })).waitFor();
      const row = page.locator("main").getByRole("link", { name: KEY.name });
      await row.waitFor();
      await shot("step 15 and 16 in the list");

      const { get } = await api(clef, MANAGER);
      const community = new URL(page.url()).pathname.split("/")[2];
      const { items } = await get(`/communities/${community}/keys?q=E2E`);
      const key = await get(`/communities/${community}/keys/${items[0].id}`);
      assert.deepEqual(key.consumers.map((consumer) => consumer.name), KEY.consumers);
      assert.deepEqual(key.iterations.map((it) => [it.share_percent, it.rule]), [[70, "prorata"], [30, "prorata"]]);

      await row.click();
      await heading(stage, KEY.name);
      await page.getByText(w("keys.bound.always")).first().waitFor();
      await shot("the key");
    });
  }
}

journey("go back and forth in the wizard", {}, async (stage) => {
  const { page, w } = stage;
  await start(stage, MANAGER);
  await openKeys(stage);
  await addKey(stage, "standard");
  await validate(stage);
  await page.getByRole("link", { name: new RegExp(w("error.required")) }).click();
  await page.waitForFunction(() => document.activeElement?.id === "count");
  await setCount(stage, 3);
  await validate(stage);
  await step(stage, "names");
  await fillNames(stage, ["A", "B", "B"]);
  await validate(stage);
  await page.locator("#consumers-2-name-error").waitFor();
  await fillNames(stage, KEY.consumers);

  await page.getByRole("button", { name: w("keys.step.consumers") }).click();
  await setCount(stage, 2);
  await validate(stage);
  await step(stage, "names");
  await page.getByRole("button", { name: w("keys.wizard.back"), exact: true }).click();
  await setCount(stage, 3);
  await validate(stage);
  await step(stage, "names");
  assert.equal(await page.locator("#consumers-2-name").inputValue(), "Cons3", "what was typed is kept");

  await validate(stage);
  await step(stage, "iterations");
  await page.locator("#iterations-0-share_percent").fill("50,00001");
  await validate(stage);
  await page.locator("#iterations-0-share_percent-error").waitFor();
  await page.locator("#iterations-0-share_percent").fill("33,3334");
  assert.equal(await page.locator("#iterations-1-share_percent").inputValue(), "66.6666");

  // The draft is written a moment after the last key.
  await page.waitForFunction(() => Object.values(localStorage).some((draft) => draft.includes("33,3334")));
  page.once("dialog", (dialog) => dialog.accept());
  await page.reload();
  await page.getByText(w("common.draft_restored")).waitFor();
  assert.equal(await page.locator("#iterations-0-share_percent").inputValue(), "33,3334");
});

for (const theme of ["light", "dark"]) {
  for (const screen of [DESKTOP, PHONE]) {
    journey("everybody can use keys", { theme, screen }, async (stage) => {
      const { page, w } = stage;
      await start(stage, MANAGER);
      await openKeys(stage);
      await assertAccessible(page, "the list");
      await addKey(stage, "standard");
      await assertAccessible(page, "the first step");
      await setCount(stage, 3);
      await validate(stage);
      await step(stage, "names");
      await fillNames(stage, KEY.consumers);
      await assertAccessible(page, "the names");
      await validate(stage);
      await step(stage, "iterations");
      await fillIteration(stage, 0, "weighted", "60");
      await page.locator(".figures").waitFor();
      await assertAccessible(page, "the iterations");
      await validate(stage);
      await step(stage, "finalisation");
      await page.locator("#name").fill("Accessible");
      await page.getByRole("button", { name: w("keys.wizard.submit"), exact: true }).click();
      await step(stage, "review");
      await assertAccessible(page, "the review");
      await page.getByRole("button", { name: w("keys.create"), exact: true }).click();
      await page.locator("main").getByRole("link", { name: "Accessible" }).click();
      await page.locator(".figures").waitFor();
      await assertAccessible(page, "a key");
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= screen.width, `nothing scrolls sideways: ${width}`);
    });
  }
}
