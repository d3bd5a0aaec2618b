// Quarter-hours come in from files, are looked at, corrected, taken back, and go out again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { assertAccessible } from "../support/accessible.mjs";
import { api } from "../support/clef.mjs";
import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { USERS, heading, start } from "../support/person.mjs";
import { CORRECTIONS, correctedOctober, shipped, totals, yearly } from "../support/readings.mjs";

const HOUSEHOLD = "541449020000000018";
const YEAR = "community-2016-utc.csv.gz";
/** Reading and storing half a million readings takes its time where the program is not optimised. */
const LONG = { timeout: 240_000 };

const press = ({ page }, name) => page.getByRole("button", { name, exact: true }).click();

/** A number as the language groups it. */
const whole = ({ language }, number) => number.toLocaleString(language === "en" ? "en-GB" : `${language}-BE`);

/** A community without members and meters, made for this journey. */
async function emptyCommunity(clef) {
  const { get, post } = await api(clef, USERS.manager);
  const organisation = (await get("/me")).roles[0].organisation_id;
  const community = { organisation_id: organisation, name: "Empty community", region: "wallonia", type: "rec" };
  return (await post("/communities", community)).id;
}

async function upload({ page }, name, buffer) {
  await page.locator("#import-file").setInputFiles({ name, mimeType: "text/csv", buffer });
}

async function download({ page }, save) {
  const [file] = await Promise.all([page.waitForEvent("download", LONG), save()]);
  return readFileSync(await file.path(), "utf8").replace("\u{feff}", "");
}

/** The table behind a chart, as it is read. */
async function tableOf({ page, w }, title) {
  const chart = page.locator("figure.chart").filter({ has: page.getByText(title, { exact: true }) });
  const details = chart.locator("details.chart-table");
  if (!(await details.evaluate((element) => element.open))) await details.locator("summary").click();
  await details.locator("tbody tr").first().waitFor();
  const rows = await details.locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.cells].map((cell) => cell.textContent.replace(/[\u202f\u00a0]/g, " ").trim())),
  );
  await details.locator("summary").click();
  assert.ok(rows.length > 0, w("ui.chart.table"));
  return rows;
}

async function applied(stage) {
  await stage.page.getByRole("alert").getByText(stage.w("exchange.applied.title"), { exact: true }).waitFor(LONG);
}

for (const [screen, language] of [
  [DESKTOP, "en"],
  [PHONE, "fr"],
]) {
  journey("a year of readings is imported, corrected and taken back", { screen, language, timeout: 900_000 }, async (stage) => {
    const { clef, page, shot, w } = stage;
    await start(stage, USERS.manager);
    const community = `/communities/${await emptyCommunity(clef)}`;
    await page.goto(`${community}/readings`);
    await heading(stage, w("readings.title"));
    await page.getByText(w("readings.no_imports.title")).waitFor();
    await shot("no readings yet");
    await page.locator("main").getByRole("link", { name: w("readings.import"), exact: true }).first().click();
    await heading(stage, w("readings.import.title"));
    await shot("choose a file");

    await upload(stage, "picture.csv", Buffer.from("\u0089PNG\r\n\u001a\n\u0000\u0000"));
    await page.getByText(w("exchange.refused")).waitFor();
    await shot("a picture is refused");

    await upload(stage, YEAR, shipped(YEAR));
    await page.getByRole("heading", { level: 1, name: YEAR }).waitFor(LONG);
    await page.getByText(w("readings.unknown.other", { count: "14" })).waitFor();
    const create = page.getByLabel(w("readings.unknown.create.other", { count: "14" }));
    assert.ok(await create.isChecked(), "the 14 unknown meters are to be created");
    const main = await page.locator("main").innerText();
    // The year of UTC ends within the first hour of the next year in Brussels.
    assert.ok(main.includes(w("readings.fact.usual.other", { count: "365" })), main);
    await shot("the report of a year");
    await assertAccessible(page, "the report of a file");
    await press(stage, w("readings.confirm.other", { count: whole(stage, 14 * 35_136) }));
    await applied(stage);
    await page.getByText(w("readings.created.other", { count: "14" })).waitFor();
    await shot("imported");
    const all = page.url();

    await page.goto(`${community}/readings/import`);
    await upload(stage, "october.csv", correctedOctober());
    await page.getByRole("heading", { level: 1, name: "october.csv" }).waitFor(LONG);
    await page.getByRole("heading", { name: w("readings.corrections_in_file.other", { count: "3" }) }).waitFor();
    for (const { old, new: corrected } of CORRECTIONS) {
      const number = (text) => (language === "en" ? text.replace(",", ".") : text);
      const row = page.locator("tr").filter({ hasText: number(old) }).filter({ hasText: number(corrected) });
      assert.equal(await row.locator("del").count(), 1, old);
    }
    await shot("three corrections");
    await press(stage, w("readings.confirm.other", { count: "3" }));
    await applied(stage);
    const import_ = page.url();

    const { get } = await api(clef, USERS.manager);
    const meter = (await get(`${community}/meters?ean=${HOUSEHOLD}`)).items[0].id;
    const tab = `${community}/meters/${meter}?tab=consumption`;
    await page.goto(`${tab}&span=day&day=2016-10-29`);
    await press(stage, w("readings.after"));
    await page.waitForURL(/day=2016-10-30/);
    const bars = w("readings.chart.bars");
    const plot = page.getByRole("slider", { name: bars });
    await page.waitForFunction(() => document.querySelector(".area-plot")?.ariaValueMax === "99");
    const october = await tableOf(stage, bars);
    assert.equal(october.length, 100, "a day of 100 quarter-hours");
    const twice = october.filter(([when]) => when.includes(`02:00 (`));
    assert.equal(twice.length, 2, "the hour that comes twice");
    assert.ok(twice[0][0].includes(w("readings.summer_time")) && twice[1][0].includes(w("readings.winter_time")));
    assert.match(twice[1][1], /0[.,]124/);
    await plot.focus();
    await page.keyboard.press("End");
    assert.match(await plot.getAttribute("aria-valuetext"), /23:45/);
    await page.locator("details.corrections > summary").click();
    await shot("30 October, a hundred quarter-hours");
    await assertAccessible(page, "the consumption data of a day");
    await press(stage, w("readings.after"));
    await page.waitForURL(/day=2016-10-31/);
    await page.goto(`${tab}&span=day&day=2016-03-27`);
    await page.waitForFunction(() => document.querySelector(".area-plot")?.ariaValueMax === "91");
    assert.equal((await tableOf(stage, bars)).length, 92, "a day of 92 quarter-hours");
    await shot("27 March, ninety-two");

    await page.goto(import_);
    await press(stage, w("readings.undo"));
    await page.getByText(w("readings.undo.corrections.other", { count: "3" })).waitFor();
    await shot("undo, and what it means");
    await page.getByRole("dialog").getByRole("button", { name: w("readings.undo"), exact: true }).click();
    await page.getByText(w("readings.undone.title")).waitFor(LONG);
    await shot("undone");
    await page.goto(`${tab}&span=day&day=2016-10-30`);
    await page.waitForFunction(() => document.querySelector(".area-plot")?.ariaValueMax === "99");
    const former = await tableOf(stage, bars);
    assert.match(former.filter(([when]) => when.includes("02:00 ("))[1][1], /0[.,]024/, "the former value is back");

    await page.goto(`${community}/readings`);
    await page.locator("main tbody tr").first().waitFor();
    await shot("the imports");
    await press(stage, w("exchange.export.action"));
    const table = await download(stage, () => page.getByRole("button", { name: w("exchange.export.csv") }).click());
    const { sums, quarters } = totals(table);
    // The year of UTC ends within the first hour of the next year in Brussels, whose day is whole in the table.
    assert.equal(quarters, 35_136 + 96);
    assert.deepEqual(sums, yearly(), "what came in goes out");

    // The meters that came in with the file alone go with it.
    await page.goto(all);
    await press(stage, w("readings.undo"));
    const meters = page.getByRole("dialog").getByLabel(w("readings.undo.meters.other", { count: "14" }));
    assert.ok(await meters.isChecked());
    await shot("undo with the meters");
    await assertAccessible(page, "the question about created meters");
    await page.getByRole("dialog").getByRole("button", { name: w("readings.undo"), exact: true }).click();
    await page.getByText(w("readings.undone.title")).waitFor(LONG);
    assert.equal((await get(`${community}/meters`)).total, 0);
  });
}

for (const screen of [DESKTOP, PHONE]) {
  journey("the readings of a meter are looked at", { screen, timeout: 400_000 }, async (stage) => {
    const { clef, page, shot, w } = stage;
    await start(stage, USERS.community);
    const { get } = await api(clef, USERS.community);
    const community = `/communities/${(await get("/communities")).items[0].id}`;
    const [first] = (await get(`${community}/readings/coverage`)).items.filter(({ offtake }) => offtake);
    const tab = `${community}/meters/${first.meter_id}?tab=consumption`;
    await page.goto(tab);
    await page.getByRole("heading", { level: 2, name: /2016/ }).waitFor(LONG);
    await page.getByRole("slider", { name: w("readings.chart.heat") }).waitFor(LONG);
    await shot("the month of the last reading");
    await assertAccessible(page, "the consumption data of a month");

    await press(stage, w("readings.before"));
    await page.waitForURL(/day=2016-11/);
    await page.locator("#readings-former").selectOption("before");
    await page.waitForURL(/former=before/);
    await page.locator(".swatch[data-former]").waitFor();
    await shot("compared with the month before");

    await page.goto(`${tab}&span=year&day=2016-06-01&by=quarter`);
    const curve = page.getByRole("slider", { name: w("readings.chart.curve") });
    await curve.waitFor(LONG);
    await page.getByRole("slider", { name: w("readings.chart.heat") }).waitFor(LONG);
    const laid = () => page.locator(".curve-plot g").getAttribute("transform");
    const far = await laid();
    await press(stage, w("ui.chart.nearer"));
    assert.notEqual(await laid(), far, "the button zooms");
    const nearer = await laid();
    await curve.focus();
    for (let presses = 0; presses < 8; presses++) await page.keyboard.press("+");
    assert.notEqual(await laid(), nearer, "a key zooms");
    // What is near enough is told by the quarter-hour and no more from lowest to highest.
    await page.waitForFunction(() => / kW/.test(document.querySelector(".curve-plot").ariaValueText.replace("\u202f", " ")));
    await shot("the load curve from near");
    await page.keyboard.press("0");
    assert.equal(await laid(), far, "all is seen again");
    if (screen === DESKTOP) {
      const box = await curve.boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.wheel(0, -600);
      await page.waitForFunction((before) => document.querySelector(".curve-plot g").getAttribute("transform") !== before, far);
      const before = await laid();
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2, { steps: 5 });
      await page.mouse.up();
      assert.notEqual(await laid(), before, "dragging moves");
    }
    await shot("a year with its curve and map");
    await assertAccessible(page, "the consumption data of a year");

    const map = page.getByRole("slider", { name: w("readings.chart.heat") });
    await map.focus();
    const told = await map.getAttribute("aria-valuetext");
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await map.getAttribute("aria-valuetext"), told, "the keyboard reads cells");
    const year = page.getByRole("slider", { name: w("readings.chart.coverage_title") });
    await year.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await page.waitForURL(/span=day/);
    assert.match(page.url(), /day=2016-01-01/);
  });

  journey("a key is tried on the community's readings", { screen, timeout: 400_000 }, async (stage) => {
    const { clef, page, shot, w } = stage;
    await start(stage, USERS.community);
    const { get } = await api(clef, USERS.community);
    const keys = `/communities/${(await get("/communities")).items[0].id}/keys`;
    await page.goto(`${keys}/${(await get(keys)).items[0].id}`);
    await page.getByText(w("keys.preview.licence")).waitFor(LONG);
    await press(stage, w("keys.preview.stored.choose"));
    await page.getByRole("button", { name: w("keys.preview.stored.use"), exact: true }).waitFor();
    await shot("a period and meters");
    await assertAccessible(page, "the choice of readings");
    await press(stage, w("keys.preview.stored.use"));
    await page.getByText(w("keys.preview.stored")).first().waitFor(LONG);
    await page.getByText(w("keys.preview.licence")).waitFor({ state: "detached", ...LONG });
    await shot("on the readings of the community");
    await press(stage, w("keys.preview.back_to_sample"));
    await page.getByText(w("keys.preview.licence")).waitFor();
  });
}
