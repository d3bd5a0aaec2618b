// The year of readings that the project ships, and files made of it.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const HOME = new URL("../../../crates/domain/data/", import.meta.url);

/** A shipped file as it is. */
export const shipped = (name) => readFileSync(new URL(name, HOME));

/** What each meter adds up to over the year, in Wh, by EAN. */
export function yearly() {
  const [, ...lines] = shipped("community-2016-meters.csv").toString("utf8").trim().split(/\r?\n/);
  const total = (line) => {
    const [ean, , , kwh] = line.split(",");
    return [ean, wattHours(kwh)];
  };
  return Object.fromEntries(lines.map(total));
}

/** kWh with three decimals, as whole Wh: nothing is rounded. */
export function wattHours(kwh) {
  const [whole, decimals = ""] = kwh.replace(",", ".").split(".");
  return Number(whole) * 1000 + Number(decimals.padEnd(3, "0"));
}

/** Readings of October that are to be other ones: the line of the operator's file, what stands there, what shall stand. */
export const CORRECTIONS = [
  { line: 2794, old: "0,047", new: "0,147" },
  { line: 2798, old: "0,024", new: "0,124" },
  { line: 2799, old: "0,032", new: "0,132" },
];

/** The operator's file of October 2016 with these readings changed. */
export function correctedOctober() {
  const lines = gunzipSync(shipped("dso-export-2016-10.csv.gz")).toString("utf8").split("\n");
  for (const { line, old, new: corrected } of CORRECTIONS) {
    const former = lines[line - 1];
    lines[line - 1] = former.replace(`;${old};`, `;${corrected};`);
    if (lines[line - 1] === former) throw new Error(`line ${line} is another one: ${former}`);
  }
  return Buffer.from(lines.join("\n"));
}

/** The sums of an exported table, in Wh, by EAN. */
export function totals(table) {
  const [head, ...lines] = table.split(/\r?\n/);
  const separator = head.includes(";") ? ";" : ",";
  const [, ...eans] = head.split(separator).map((cell) => cell.replaceAll('"', "").replace(/^=/, ""));
  const sums = Object.fromEntries(eans.map((ean) => [ean, 0]));
  let quarters = 0;
  // A label may have lines of its own; readings begin with their instant.
  for (const line of lines.filter((text) => /^"?\d{4}-\d\d-\d\d/.test(text))) {
    const [, ...cells] = line.split(separator).map((cell) => cell.replaceAll('"', ""));
    for (const [at, cell] of cells.entries()) if (cell) sums[eans[at]] += wattHours(cell);
    quarters += 1;
  }
  return { sums, quarters };
}
