// What people do on any page.
import { PASSWORD } from "./clef.mjs";
import { PHONE } from "./journey.mjs";

/** The demo users. */
export const USERS = Object.fromEntries(
  ["community", "manager", "member", "kam", "customer", "operator"].map((name) => [name, `${name}@demo.clef.test`]),
);

/** Fills the login page in front of the person. */
export async function logIn({ page, w }, email, password = PASSWORD) {
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  await page.getByRole("button", { name: w("session.log_in"), exact: true }).click();
}

/** Opens the application and logs in; ends on the start page, in the journey's language. */
export async function start(stage, email) {
  const { page, language } = stage;
  await page.goto("/");
  // The demo's users write English; a language chosen at the login comes before that.
  if (language !== "en") await page.locator("#language").selectOption(language);
  await heading(stage, stage.w("session.log_in"));
  await logIn(stage, email);
  await heading(stage, stage.w("dashboard.title"));
}

/** Waits until the page with this title stands there. */
export async function heading({ page }, title) {
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
}

/** Follows a link of the navigation, which is a drawer on a phone. */
export async function navigate(stage, key) {
  const { page, w, screen } = stage;
  const name = w(key);
  if (screen === PHONE) {
    const bar = page.getByRole("navigation", { name: w("shell.quick_navigation") });
    const near = bar.getByRole("link", { name, exact: true });
    if (await near.count()) return near.click();
    await bar.getByRole("button", { name: w("shell.menu") }).click();
  }
  await page.getByRole("navigation", { name: w("shell.main_navigation") }).getByRole("link", { name, exact: true }).click();
}

/** Opens the menu with the person's name, which is in the drawer on a phone. */
export async function openUserMenu({ page, w, screen }) {
  if (screen === PHONE) {
    const bar = page.getByRole("navigation", { name: w("shell.quick_navigation") });
    await bar.getByRole("button", { name: w("shell.menu") }).click();
  }
  await page.locator("[popovertarget=user-menu]").first().click();
  await page.locator("#user-menu").waitFor();
}

/** Leaves. */
export async function logOut(stage) {
  await openUserMenu(stage);
  await stage.page.getByRole("button", { name: stage.w("shell.log_out"), exact: true }).click();
}

/** Chooses the first match in a searchable list. */
export async function choose({ page }, id, typed) {
  await page.locator(`#${id}`).fill(typed);
  await page.getByRole("option").filter({ hasText: typed }).first().click();
}

/** Matches a number however it is grouped. */
export function grouped(digits) {
  return new RegExp([...digits].join("\\s?"));
}
