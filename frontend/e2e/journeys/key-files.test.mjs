// Keys go out as a file and come in again: what is known stays, what is new or another is told before it is saved.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { assertAccessible } from "../support/accessible.mjs";
import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { addKey, openKeys } from "../support/key.mjs";
import { USERS, heading, start } from "../support/person.mjs";

/** Saves all keys in a format, and gives the file's bytes. */
async function exportKeys({ page, w }, format) {
  await page.getByRole("button", { name: w("keys.export.menu"), exact: true }).click();
  const save = page.getByRole("menuitem", { name: w(`keys.export.${format}`) }).or(page.getByRole("button", { name: w(`keys.export.${format}`) }));
  const [file] = await Promise.all([page.waitForEvent("download"), save.click()]);
  assert.match(file.suggestedFilename(), new RegExp(`\\.${format}$`));
  return readFileSync(await file.path());
}

async function upload({ page }, name, buffer) {
  await page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
}

for (const [screen, language] of [
  [DESKTOP, "en"],
  [PHONE, "fr"],
]) {
  journey("keys go out as a file and come in again", { screen, language }, async (stage) => {
    const { page, shot, w } = stage;
    await start(stage, USERS.community);
    await openKeys(stage);
    const files = {};
    for (const format of ["json", "csv", "xlsx"]) files[format] = await exportKeys(stage, format);
    const { keys } = JSON.parse(files.json.toString("utf8"));
    assert.ok(keys.length > 0, "the demo has keys");

    await addKey(stage, "import");
    await heading(stage, w("keys.import.title"));
    const state = (name) => page.locator(".import-report").getByText(w(`keys.import.state.${name}`), { exact: true });
    for (const format of ["json", "csv", "xlsx"]) {
      await upload(stage, `keys.${format}`, files[format]);
      await page.getByText(w("keys.import.report", { name: `keys.${format}` })).waitFor();
      assert.equal(await state("unchanged").count(), keys.length, format);
      const none = new Intl.PluralRules(language).select(0);
      const save = page.getByRole("button", { name: w(`keys.import.apply.${none}`, { count: "0" }), exact: true });
      assert.ok(await save.isDisabled(), "there is nothing to save");
    }
    await shot("nothing new");

    const [first] = keys;
    const changed = { keys: [{ ...first, description: "Changed in the file" }, { ...first, name: "From a file" }, { ...first, name: "Wrong", iterations: [] }] };
    await upload(stage, "changed.json", Buffer.from(JSON.stringify(changed)));
    for (const [name, count] of [["change", 1], ["create", 1], ["error", 1], ["unchanged", 0]]) {
      if (count) await state(name).first().waitFor();
      assert.equal(await state(name).count(), count, name);
    }
    await assertAccessible(page, "the report of keys");
    await shot("report");
    await page.getByRole("button", { name: w("keys.import.apply.other", { count: "2" }), exact: true }).click();
    await heading(stage, w("keys.title"));
    await page.getByText(w("keys.import.done.other", { count: "2" })).waitFor();
    await page.locator("main").getByRole("link", { name: "From a file" }).first().waitFor();
    await page.locator("main").getByText("Changed in the file").first().waitFor();
    await shot("imported");
  });
}
