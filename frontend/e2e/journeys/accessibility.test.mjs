// Every page, as axe sees it: both themes, both widths, and what opens on top of pages.
import assert from "node:assert/strict";

import { assertAccessible, mistakes } from "../support/accessible.mjs";
import { api } from "../support/clef.mjs";
import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { USERS, heading, openUserMenu, start } from "../support/person.mjs";

const TOKEN = `#${"0".repeat(43)}`;
const BEFORE_LOGIN = ["/login", "/forgot-password", `/reset-password${TOKEN}`, `/accept-invitation${TOKEN}`];

/** Paths of the pages somebody sees, with ids of the demo. */
async function pagesOf(clef, email) {
  const { get } = await api(clef, email);
  const me = await get("/me");
  const organisation = `/organisations/${me.roles[0].organisation_id}`;
  const community = `/communities/${(await get("/communities")).items[0].id}`;
  const first = async (path) => (await get(path)).items[0].id;
  const meter = `${community}/meters/${await first(`${community}/meters`)}`;
  const member = `${community}/members/${await first(`${community}/members`)}`;
  const keys = `${community}/keys`;
  const key = `${keys}/${await first(keys)}`;
  const imports = (await get(`${community}/reading-imports`)).items.map(({ id }) => `${community}/readings/imports/${id}`);
  const user = `${organisation}/users/${await first(`${organisation}/users`)}`;
  const customers = `${organisation}/customers`;
  const customer = `${customers}/${await first(customers)}`;
  const market = `/markets/${await first("/markets")}`;
  return [
    ...["/", "/profile", "/communities", "/communities/new", "/no/such/page"],
    ...[community, `${community}/edit`, `${community}/audit-log`],
    ...[`${community}/meters`, `${community}/meters?q=nothing+like+this`, `${community}/meters/new`],
    ...["", "?tab=historical", "?tab=future", "?tab=consumption", "?on=2015-01-01", "/edit"].map((tab) => meter + tab),
    ...["span=day", "span=week", "span=year", "span=year&by=quarter", "span=all"].map((seen) => `${meter}?tab=consumption&${seen}`),
    ...[`${community}/readings`, `${community}/readings?tab=meters`, `${community}/readings/import`, ...imports],
    ...[`${community}/members`, `${community}/members/new`, member, `${member}/edit`],
    ...[keys, `${keys}?q=nothing+like+this`, `${keys}/new`, `${keys}/new/grid`, `${keys}/import`, `${keys}/compare`],
    ...[key, `${key}/edit`, `${keys}/compare?a=${key.split("/").pop()}&b=${key.split("/").pop()}`],
    ...[customers, `${customers}?q=nothing+like+this`, `${customers}/new`, customer, `${customer}/edit`],
    ...["/markets", market, `${market}/forecasts/new`, `${market}/forecasts/new?way=file`, "/notifications"],
    ...["/optimisations", "/optimisations?q=nothing+like+this", "/calendar", "/calendar?view=list"],
    ...[organisation, `${organisation}/users`, `${organisation}/users/new`, user, `${organisation}/audit-log`],
  ];
}

/** Goes there and waits until nothing loads any more. */
async function visit({ page }, path) {
  await page.goto(path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
}

/** Once loaded, a page follows the width and the theme by itself. */
const LOOKS = [
  { screen: DESKTOP, theme: "light" },
  { screen: DESKTOP, theme: "dark" },
  { screen: PHONE, theme: "dark" },
  { screen: PHONE, theme: "light" },
];

journey("every page is accessible", { timeout: 900_000 }, async (stage) => {
  const { clef, page, shot } = stage;
  // All pages are seen before the first mistake is told of.
  const found = [];
  const check = async (path) => {
    await visit(stage, path);
    for (const { screen, theme } of LOOKS) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width: screen.width, height: screen.height });
      await shot(`${path.replace(/[0-9a-f-]{36}/g, "id")} ${screen.name} ${theme}`);
      found.push(...(await mistakes(page)).map((mistake) => `${path} at ${screen.name} px, ${theme}: ${mistake}`));
    }
  };
  for (const path of BEFORE_LOGIN) await check(path);
  await page.setViewportSize({ width: DESKTOP.width, height: DESKTOP.height });
  await start(stage, USERS.manager);
  for (const path of await pagesOf(clef, USERS.manager)) await check(path);
  assert.deepEqual(found, []);
});

for (const { screen, theme } of LOOKS) {
  journey("what opens on a page is accessible", { screen, theme }, async (stage) => {
    const { page, shot, w } = stage;
    await start(stage, USERS.manager);
    await visit(stage, "/");
    await openUserMenu(stage);
    await shot("user menu");
    await assertAccessible(page, "the user's menu");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: w("shell.help") }).waitFor();
    await shot("help");
    await assertAccessible(page, "the help");
  });

  journey("every start page is accessible", { screen, theme }, async (stage) => {
    const { context, page, shot } = stage;
    for (const user of ["community", "member", "kam", "customer", "operator"]) {
      await context.clearCookies();
      await page.goto("/login");
      await heading(stage, stage.w("session.log_in"));
      await start(stage, USERS[user]);
      await page.waitForLoadState("networkidle");
      await shot(user);
      await assertAccessible(page, `the start page of ${user}`);
    }
  });

  journey("a form with mistakes is accessible", { screen, theme }, async (stage) => {
    const { clef, page, shot, w } = stage;
    await start(stage, USERS.manager);
    const [path] = (await pagesOf(clef, USERS.manager)).filter((path) => path.endsWith("/meters/new"));
    await visit(stage, path);
    await page.getByRole("button", { name: w("meters.new.submit"), exact: true }).click();
    await page.locator("section.error-summary").waitFor();
    await shot("mistakes");
    await assertAccessible(page, "the form with mistakes");
  });
}
