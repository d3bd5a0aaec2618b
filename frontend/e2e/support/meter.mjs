// The meter of guide F1, and how its form is filled.
import { choose } from "./person.mjs";

export const METER = {
  ean: "541449123456789012",
  number: "1SAG1100000001",
  street: "Rue Haute",
  house: "12A",
  box: "3",
  postcode: "5000",
  city: "Namur",
};

/** Today's date in Brussels, shifted by days, as a date field takes it. */
export function day(shift = 0) {
  return new Date(Date.now() + shift * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Europe/Brussels" });
}

const set = (page, values) =>
  Object.entries(values).reduce((done, [id, value]) => done.then(() => page.locator(`#${id}`).fill(value)), Promise.resolve());

/** Where the meter is and what identifies it. */
export async function fillLocation({ page }, ean = METER.ean) {
  await set(page, {
    "address-street": METER.street,
    "address-number": METER.house,
    "address-box": METER.box,
    "address-postcode": METER.postcode,
    "address-city": METER.city,
    ean,
    meter_number: METER.number,
  });
}

export async function fillCharacteristics({ page, w }) {
  await page.getByLabel(w("meters.phases.3")).check();
  await page.locator("#reading_frequency").selectOption("monthly");
  await page.locator("#tariff_group").selectOption("low_voltage");
}

/** A decimal comma where the language writes one. */
export async function fillEnergy({ page, language }) {
  await set(page, {
    "configuration-description": "Atelier",
    "configuration-sampling_power_kva": language === "en" ? "9.2" : "9,2",
    "configuration-generating_capacity_kva": "5",
    "configuration-amperage_a": "40",
  });
}

export async function fillGrid({ page }) {
  await page.locator("#configuration-production_chain").selectOption("photovoltaic");
  await page.locator("#configuration-injection_status").selectOption("self_producer_owner");
  await page.locator("#configuration-dso").selectOption("ORES");
}

export async function fillMember(stage) {
  const { page } = stage;
  await page.locator("#configuration-rate").selectOption("simple");
  await page.locator("#configuration-client_type").selectOption("residential");
  await choose(stage, "configuration-member_id", "Household");
}

export async function fillActivation({ page }, date = day()) {
  await page.locator("#configuration-valid_from").fill(date);
}

/** The whole form, without sending it. */
export async function fillMeter(stage, ean = METER.ean) {
  await fillLocation(stage, ean);
  await fillCharacteristics(stage);
  await fillEnergy(stage);
  await fillGrid(stage);
  await fillMember(stage);
  await fillActivation(stage);
}
