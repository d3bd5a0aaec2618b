// Guide F1 with the keyboard alone.
import assert from "node:assert/strict";

import { journey } from "../support/journey.mjs";
import { METER, day } from "../support/meter.mjs";
import { USERS, grouped, heading } from "../support/person.mjs";
import { PASSWORD } from "../support/clef.mjs";

journey("a meter is created and found without a mouse", {}, async (stage) => {
  const { page, shot, w } = stage;
  const { keyboard } = page;
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim());
  /** Tabs on until the focus is where the test says; a person would look. */
  const tabTo = async (wanted) => {
    for (let presses = 0; presses < 80; presses++) {
      if ((await focused()) === wanted) return;
      await keyboard.press("Tab");
    }
    throw new Error(`the keyboard never came to ${wanted}, it is at ${await focused()}`);
  };
  const fill = async (id, text) => {
    await tabTo(id);
    await keyboard.type(text);
  };

  await page.goto("/");
  await heading(stage, w("session.log_in"));
  await fill("email", USERS.community);
  await fill("password", PASSWORD);
  await keyboard.press("Enter");
  await heading(stage, w("dashboard.title"));
  await keyboard.press("g");
  await keyboard.press("m");
  await heading(stage, w("meters.title"));
  await tabTo(w("meters.add"));
  await shot("at add");
  await keyboard.press("Enter");
  await heading(stage, w("meters.new.title"));

  await fill("address-street", METER.street);
  await fill("address-number", METER.house);
  await fill("address-box", METER.box);
  await fill("address-postcode", METER.postcode);
  await fill("address-city", METER.city);
  await fill("ean", METER.ean);
  await fill("meter_number", METER.number);
  await keyboard.press("Tab");
  // A radio group is one stop; arrows choose in it.
  await keyboard.press("Space");
  await keyboard.press("ArrowDown");
  assert.ok(await page.getByLabel(w("meters.phases.3")).isChecked(), "three phases");
  await fill("reading_frequency", w("meters.reading_frequency.monthly"));
  await fill("tariff_group", w("meters.tariff_group.low_voltage"));
  await fill("configuration-sampling_power_kva", "9.2");
  await tabTo("configuration-generating_capacity_kva");
  await keyboard.press("Control+a");
  await keyboard.type("5");
  await fill("configuration-amperage_a", "40");
  await fill("configuration-production_chain", w("meters.production_chain.photovoltaic"));
  // The first that begins so; the dash after it is on no keyboard.
  await fill("configuration-injection_status", w("meters.injection_status.self_producer_owner").split(" ")[0]);
  assert.equal(await page.locator("#configuration-injection_status").inputValue(), "self_producer_owner");
  await fill("configuration-dso", "ORES");
  await fill("configuration-rate", w("meters.rate.simple"));
  await fill("configuration-client_type", w("meters.client_type.residential"));
  await fill("configuration-member_id", "Household");
  await page.getByRole("option", { name: /Household/ }).first().waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  assert.match(await page.locator("#configuration-member_id").inputValue(), /Household/);
  assert.equal(await page.locator("#configuration-valid_from").inputValue(), day());
  await shot("filled");
  await tabTo(w("meters.new.submit"));
  await keyboard.press("Enter");
  await heading(stage, w("meters.title"));

  await keyboard.press("/");
  assert.equal(await focused(), "search");
  await keyboard.type(METER.ean);
  await page.getByText(w("meters.count.one", { count: "1" })).waitFor();
  for (let presses = 0; presses < 40; presses++) {
    await keyboard.press("Tab");
    if (grouped(METER.ean).test(await page.evaluate(() => document.activeElement?.textContent ?? ""))) break;
  }
  await shot("at the row");
  await keyboard.press("Enter");
  await heading(stage, grouped(METER.ean));
  await page.getByRole("tab", { name: w("meters.tab.actual") }).focus();
  for (const tab of ["historical", "future", "consumption"]) {
    await keyboard.press("ArrowRight");
    await page.getByRole("tab", { name: w(`meters.tab.${tab}`), selected: true }).waitFor();
  }
  await shot("at the last tab");

  await keyboard.press("?");
  await page.getByRole("dialog", { name: w("shell.help") }).waitFor();
  await shot("help");
  await keyboard.press("Escape");
  await page.getByRole("dialog", { name: w("shell.help") }).waitFor({ state: "hidden" });
});
