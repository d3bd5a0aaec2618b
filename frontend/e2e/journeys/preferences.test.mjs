// Language and theme, and that they stay.
import assert from "node:assert/strict";

import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { USERS, heading, openUserMenu, start } from "../support/person.mjs";
import { words } from "../support/words.mjs";

for (const screen of [DESKTOP, PHONE]) {
  journey("the screens change their language at once and for good", { screen }, async (stage) => {
    const { page, shot } = stage;
    await start(stage, USERS.community);
    for (const language of ["fr", "nl", "de", "en"]) {
      await openUserMenu(stage);
      await page.locator("#menu-language").selectOption(language);
      const w = words(language);
      await heading(stage, w("dashboard.title"));
      assert.equal(await page.locator("html").getAttribute("lang"), language);
      assert.match(await page.title(), new RegExp(w("dashboard.title")));
      await shot(language);
      stage.w = w;
    }
    await openUserMenu(stage);
    await page.locator("#menu-language").selectOption("nl");
    await heading(stage, words("nl")("dashboard.title"));
    await page.reload();
    await heading(stage, words("nl")("dashboard.title"));
  });

  journey("the theme is the system's until one chooses", { screen, theme: "dark" }, async (stage) => {
    const { page, shot, w } = stage;
    const theme = () => page.locator("html").getAttribute("data-theme");
    await start(stage, USERS.community);
    assert.equal(await theme(), "dark");
    await shot("the system's");
    await openUserMenu(stage);
    await page.locator("#menu-theme-light").check();
    assert.equal(await theme(), "light");
    await page.reload();
    await heading(stage, w("dashboard.title"));
    assert.equal(await theme(), "light");
    await shot("chosen");
  });
}
