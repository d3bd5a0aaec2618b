// Guide F1: create a meter and find it again, in twelve steps.
import assert from "node:assert/strict";

import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import {
  METER,
  fillActivation,
  fillCharacteristics,
  fillEnergy,
  fillGrid,
  fillLocation,
  fillMember,
} from "../support/meter.mjs";
import { grouped, heading, navigate, start } from "../support/person.mjs";

for (const screen of [DESKTOP, PHONE]) {
  for (const language of ["en", "fr"]) {
    journey("create a meter", { screen, language }, async (stage) => {
      const { page, shot, w } = stage;
      await start(stage, "community@demo.clef.test");
      await navigate(stage, "shell.nav.meters");
      await heading(stage, w("meters.title"));
      await shot("the list");

      await page.getByRole("link", { name: w("meters.add"), exact: true }).first().click();
      await heading(stage, w("meters.new.title"));
      await shot("step 1 add");
      await fillLocation(stage);
      await page.locator("#ean-note").waitFor();
      await shot("step 2 location");
      await fillCharacteristics(stage);
      await shot("step 3 characteristics");
      await fillEnergy(stage);
      await shot("step 4 energy");
      await fillGrid(stage);
      await shot("step 5 grid");
      await fillMember(stage);
      await shot("step 6 member");
      await fillActivation(stage);
      await shot("step 7 activation date");
      await page.getByRole("button", { name: w("meters.new.submit"), exact: true }).click();
      await heading(stage, w("meters.title"));
      await shot("step 8 saved");

      await page.getByRole("searchbox").fill(METER.ean);
      await page.waitForURL((url) => url.search.includes(METER.ean));
      const rows = page.locator("main").getByRole("link").filter({ hasText: grouped(METER.ean) });
      await page.getByText(w("meters.count.one", { count: "1" })).waitFor();
      await shot("step 9 search");
      assert.equal(await rows.count(), 1);
      await shot("step 10 found");
      await rows.first().click();
      await heading(stage, grouped(METER.ean));
      await shot("step 11 detail");

      for (const tab of ["actual", "historical", "future", "consumption"]) {
        await page.getByRole("tab", { name: w(`meters.tab.${tab}`) }).click();
        await page.waitForURL((url) => tab === "actual" || url.search.includes(`tab=${tab}`));
        await shot(`step 12 tab ${tab}`);
      }
      const main = await page.locator("main").innerText();
      assert.match(main, /12A/);
    });
  }
}
