// The key of guide F3, and how the wizard is gone through.
import { heading, navigate } from "./person.mjs";

export const KEY = { name: "E2E wizard key", consumers: ["Cons1", "Cons2", "Cons3"], shares: ["70", "30"] };

/** The list of keys, by the navigation. */
export async function openKeys(stage) {
  await navigate(stage, "shell.nav.keys");
  await heading(stage, stage.w("keys.title"));
}

/** Opens the wizard or the grid through the arrow beside "Add". */
export async function addKey(stage, way) {
  const { page, w } = stage;
  await page.getByRole("button", { name: w("keys.add.more") }).click();
  await page.getByRole("link", { name: w(`keys.add.${way}`) }).click();
}

/** The heading of a step of the wizard, once it has the focus. */
export async function step({ page, w }, name) {
  await page.getByRole("heading", { level: 2, name: w(`keys.step.${name}.title`) }).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === "step-title");
}

export async function validate({ page, w }) {
  await page.getByRole("button", { name: w("keys.wizard.validate"), exact: true }).click();
}

export async function setCount({ page }, count) {
  await page.locator("#count").fill(String(count));
}

export async function fillNames({ page }, names) {
  for (const [i, name] of names.entries()) await page.locator(`#consumers-${i}-name`).fill(name);
}

/** The rule and the share of an iteration. */
export async function fillIteration({ page }, k, rule, share) {
  await page.locator(`#iterations-${k}-rule-${rule}`).check({ force: true });
  await page.locator(`#iterations-${k}-share_percent`).fill(share);
}
