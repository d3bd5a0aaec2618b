// A customer account without access, whose optimisations have no limit, and how the form of one is filled.
import { api } from "./clef.mjs";
import { USERS } from "./person.mjs";

const YEAR = new Date().getFullYear() + 1;

export const CONTRACT = { name: `E2E electricity ${YEAR}-${YEAR + 1}`, market: "be_power" };

/** The account, looked after by the demo's key account manager. */
export async function prepareAccount(clef) {
  const { get, post } = await api(clef, USERS.kam);
  const me = await get("/me");
  const organisation = me.roles.find(({ role }) => role === "kam").organisation_id;
  const contact = { last_name: "A", first_name: "Contact", phone: "+32 2 555 00 00", email: "optimised@example.org" };
  const customer = await post(`/organisations/${organisation}/customers`, {
    company: "Optimised bakery",
    contact,
    access: false,
  });
  const market = (await get("/markets")).items.find(({ code }) => code === CONTRACT.market);
  return { organisation, customer: customer.id, market: market.id };
}

/** Fills the form but for what it proposes. */
export async function fillOptimisation({ page }, { market }) {
  await page.locator("#contract_name").fill(CONTRACT.name);
  await page.locator("#points_of_delivery").fill("Bakery and shop");
  await page.locator("#market_id").selectOption(market);
  await page.locator("#tariff_indexes-0").fill("Base");
  await page.locator("#minimum_fixing_percent").fill("20");
  await page.locator("#delivery_from").fill(`${YEAR + 1}-01-01`);
  await page.locator("#delivery_to").fill(`${YEAR + 2}-12-31`);
}

/** Creates one through the API. */
export async function prepareOptimisation(clef, { customer, market }) {
  const { post } = await api(clef, USERS.kam);
  return post(`/customers/${customer}/optimisations`, {
    contract_name: CONTRACT.name,
    market_id: market,
    points_of_delivery: "Bakery and shop",
    tariff_indexes: ["Base"],
    minimum_period: "year",
    minimum_fixing_percent: 20,
    delivery_from: `${YEAR + 1}-01-01`,
    delivery_to: `${YEAR + 3}-01-01`,
    risk_appetite: "moderate",
    percent_to_fix: 80,
    baseline: { origin: "application", scenario: "mid" },
    target_price_per_mwh: "82.50",
  });
}
