// The customer account of guide F4, and how its two steps are filled.
import { heading, navigate } from "./person.mjs";

export const CUSTOMER = {
  company: "Bakery of the Journey",
  reference: "J-42",
  last_name: "Baker",
  first_name: "Contact",
  phone: "+32 2 555 00 00",
  email: "bakery@example.org",
};

/** Today in Brussels, shifted by days, as a date field takes it. */
export function day(shift = 0) {
  return new Date(Date.now() + shift * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Europe/Brussels" });
}

/** The list of customer accounts, by the navigation. */
export async function openCustomers(stage) {
  await navigate(stage, "shell.nav.customers");
  await heading(stage, stage.w("customers.title"));
}

/** The heading of a step, once it has the focus. */
export async function step({ page, w }, name) {
  await page.getByRole("heading", { level: 2, name: w(`customers.step.${name}`) }).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === "step-title");
}

/** Step 1 without the question about a demo. */
export async function defineCustomer({ page }, customer = CUSTOMER, language = "fr") {
  await page.locator("#company").fill(customer.company);
  await page.locator("#reference").fill(customer.reference);
  for (const field of ["last_name", "first_name", "phone", "email"]) {
    await page.locator(`#contact-${field}`).fill(customer[field]);
  }
  await page.locator("#locale").selectOption(language);
}

/** Answers a question by the keyboard: the choices are drawn over their inputs. */
export async function answer({ page }, field, choice) {
  await page.locator(`#${field}-${choice}`).focus();
  await page.keyboard.press("Space");
}

/** On to the second step. */
export async function next(stage) {
  await stage.page.getByRole("button", { name: stage.w("customers.new.next"), exact: true }).click();
}

export async function create({ page, w }) {
  await page.getByRole("button", { name: w("customers.new.create"), exact: true }).click();
}

/** A market with its days and its number of optimisations, at its place in the form. */
export async function activate({ page }, k, market, { start, end, max }) {
  await page.locator(`#market-${market}`).check();
  await page.locator(`#services-${k}-start_date`).fill(start);
  await page.locator(`#services-${k}-end_date`).fill(end);
  await page.locator(`#services-${k}-max_optimisations`).fill(String(max));
}
