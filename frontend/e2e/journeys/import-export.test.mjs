// Meters come in from a table, by way of a report, and go out as one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { assertAccessible } from "../support/accessible.mjs";
import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { USERS, grouped, heading, navigate, start } from "../support/person.mjs";

const NEW = "541448820000000008";
const KNOWN = "541449020000000025";

/** Presses what saves a file, and gives its text. */
async function download({ page }, press) {
  const [file] = await Promise.all([page.waitForEvent("download"), press()]);
  return readFileSync(await file.path(), "utf8").replace("\u{feff}", "");
}

/** A line of a table of ours as its cells; none of the cells here holds a separator. */
const cells = (line, separator) => line.split(separator).map((cell) => cell.replaceAll('"', ""));

async function upload({ page }, name, content, mimeType = "text/csv") {
  await page.locator("#import-file").setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
}

for (const [screen, language, theme] of [
  [DESKTOP, "en", "light"],
  [DESKTOP, "fr", "light"],
  [DESKTOP, "nl", "dark"],
  [DESKTOP, "de", "light"],
  [PHONE, "en", "dark"],
  [PHONE, "fr", "light"],
  [PHONE, "nl", "light"],
  [PHONE, "de", "dark"],
]) {
  journey("meters are imported by way of a report", { screen, language, theme }, async (stage) => {
    const { page, shot, w } = stage;
    const press = (name) => page.getByRole("button", { name, exact: true }).click();
    await start(stage, USERS.community);
    await navigate(stage, "shell.nav.meters");
    await page.locator("main").getByRole("link", { name: w("exchange.import.action"), exact: true }).click();
    await heading(stage, w("exchange.meters.title"));
    await shot("choose a file");
    await assertAccessible(page, "an import");

    const template = await download(stage, () => press(w("exchange.template.csv")));
    const separator = language === "en" ? "," : ";";
    const [headings, example] = template.split(/\r?\n/);
    const columns = cells(headings, separator);
    const row = (changes) => {
      const filled = cells(example, separator);
      for (const [column, value] of Object.entries(changes)) filled[columns.indexOf(column)] = value;
      return filled.join(separator);
    };
    const [ean, number, phases] = ["ean", "meter_number", "phases"].map((field) => w(`meters.field.${field}`));
    for (const column of [ean, number, phases]) assert.ok(columns.includes(column), `${column} in ${headings}`);

    await upload(stage, "picture.csv", "\u0089PNG\r\n\u001a\n\u0000\u0000");
    await page.getByText(w("exchange.refused")).waitFor();
    await shot("a picture is refused");
    await upload(stage, "empty.csv", "");
    await page.getByText(w("exchange.refused")).waitFor();

    const rows = [row({ [ean]: NEW, [number]: "NEW-1" }), row({ [ean]: "5.41449E+17", [number]: "BAD-1" })];
    await upload(stage, "meters.csv", [headings, ...rows, ""].join("\r\n"));
    await heading(stage, "meters.csv");
    await page.getByText(w("exchange.not_stored")).waitFor();
    await page.getByText(w("exchange.errors.one", { count: "1" })).waitFor();
    await shot("report");
    await assertAccessible(page, "an import");
    const mend = await download(stage, () => press(w("exchange.mend.csv")));
    assert.match(mend, /BAD-1/);
    assert.doesNotMatch(mend, /NEW-1/);

    const listened = page.waitForRequest((request) => request.url().includes("/api/v1/events"));
    await press(w("exchange.confirm.one", { count: "1" }));
    await listened;
    await page.getByText(w("exchange.applied.title"), { exact: true }).waitFor();
    await page.getByText(w("exchange.applied.created.one", { count: "1" })).waitFor();
    await shot("imported");
    await page.getByRole("link", { name: w("exchange.applied.list") }).click();
    await heading(stage, w("meters.title"));
    await page.getByRole("searchbox").fill(NEW);
    await page.getByText(w("meters.count.one", { count: "1" })).waitFor();
    await page.locator("main").getByRole("link", { name: grouped(NEW) }).first().waitFor();

    await page.locator("main").getByRole("link", { name: w("exchange.import.action"), exact: true }).click();
    await upload(stage, "again.csv", [headings, rows[0], ""].join("\r\n"));
    await page.getByText(w("exchange.nothing_new")).waitFor();
    await shot("nothing new");
  });
}

for (const screen of [DESKTOP, PHONE]) {
  journey("a list is exported as it is filtered", { screen }, async (stage) => {
    const { page, shot, w } = stage;
    await start(stage, USERS.community);
    await navigate(stage, "shell.nav.meters");
    await page.getByRole("searchbox").fill(KNOWN);
    await page.getByText(w("meters.count.one", { count: "1" })).waitFor();
    await page.getByRole("button", { name: w("exchange.export.action"), exact: true }).click();
    await shot("formats");
    const item = page.getByRole("button", { name: w("exchange.export.csv") });
    const table = await download(stage, () => item.click());
    const lines = table.trim().split(/\r?\n/);
    assert.equal(lines.length, 2, table);
    assert.match(lines[1], new RegExp(KNOWN));
  });
}
