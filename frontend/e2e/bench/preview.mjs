// How long the live preview takes in Chromium: twelve consumers on the sample year, with every keystroke.
import { DESKTOP, journey } from "../support/journey.mjs";
import { addKey, openKeys } from "../support/key.mjs";
import { USERS, heading, start } from "../support/person.mjs";

const ROUNDS = 20;

journey("the live preview is measured", { screen: DESKTOP }, async (stage) => {
  const { page, w } = stage;
  await start(stage, USERS.community);
  await openKeys(stage);
  await addKey(stage, "grid");
  await heading(stage, w("keys.new_grid.title"));
  const rows = Array.from({ length: 12 }, (_, i) => `Consumer ${i + 1}`).join("\n");
  await page.locator("#consumers-0-name").focus();
  await paste(page, rows);
  await page.locator("#iterations-0-share_percent").focus();
  await paste(page, "70\t20\t10");
  await page.locator(".figures").waitFor();
  const measured = await page.evaluate(measure, ROUNDS);
  const best = (times) => Math.min(...times).toFixed(2);
  console.log(`Preview in Chromium: ${best(measured.map((round) => round.engine))} ms`);
  console.log(`From a keystroke to the figures: ${best(measured.map((round) => round.shown))} ms, of which it waits 60 for the next`);
});

async function paste(page, text) {
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** Types a share again and again, in the page itself so that the driver's own time does not count. */
async function measure(rounds) {
  const field = document.querySelector("#iterations-0-share_percent");
  const times = [];
  for (let round = 0; round < rounds; round++) {
    performance.clearMeasures();
    const begin = performance.now();
    // The sum stays 100, so that the key can be applied at every moment.
    for (const [k, share] of [70 - (round % 2), 20 + (round % 2)].entries()) {
      const input = document.querySelector(`#iterations-${k}-share_percent`);
      input.value = String(share);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.focus();
    for (;;) {
      await new Promise(requestAnimationFrame);
      const [entry] = performance.getEntriesByName("clef.preview");
      if (!entry) continue;
      times.push({ engine: entry.duration, shown: performance.now() - begin });
      break;
    }
  }
  return times;
}
