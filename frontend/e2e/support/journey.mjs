// A journey: one person in one browser in front of one program, with a picture of every step.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";
import { chromium } from "playwright-core";

import { setting, startClef } from "./clef.mjs";
import { words } from "./words.mjs";

export const DESKTOP = { name: "1440", width: 1440, height: 900 };
export const PHONE = { name: "360", width: 360, height: 780 };

const ARGUMENTS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const QUIET = ["--disable-component-update", "--disable-sync"];
const LOCALES = { en: "en-GB", fr: "fr-BE", nl: "nl-BE", de: "de-BE" };

let browser;

async function chrome() {
  browser ??= await chromium.launch({
    executablePath: setting("CLEF_CHROMIUM"),
    headless: !process.env.CLEF_HEADED,
    // Root, as in a container, may only start it without its sandbox; the pages are our own.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [...ARGUMENTS, ...QUIET],
  });
  return browser;
}

after(() => browser?.close());

/**
 * Declares a journey. `steps` gets {clef, page, open, shot, w, screen, language}.
 * It fails on its own assertions and on anything the browser complains of.
 */
export function journey(name, { screen = DESKTOP, language = "en", theme = "light", timeout = 240_000 }, steps) {
  const title = `${name} · ${screen.name} px · ${language}${theme === "dark" ? " · dark" : ""}`;
  test(title, { timeout }, async () => {
    const folder = `${setting("CLEF_E2E_OUTPUT")}/${slug(title)}`;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const clef = await startClef(folder);
    const stage = await openStage(clef, folder, { screen, language, theme });
    try {
      await steps(stage);
      assert.deepEqual(stage.complaints, [], "the browser complained");
    } catch (error) {
      await record(stage, folder);
      throw brief(error);
    } finally {
      await stage.context.close();
      await clef.stop();
    }
  });
}

async function openStage(clef, folder, { screen, language, theme }) {
  const context = await (await chrome()).newContext({
    baseURL: clef.url,
    viewport: { width: screen.width, height: screen.height },
    hasTouch: screen === PHONE,
    locale: LOCALES[language],
    timezoneId: "Europe/Brussels",
    colorScheme: theme,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(30_000);
  const complaints = [];
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("console", (message) => {
    // A refused request is an answer like any other; the page has to deal with it.
    const refused = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !refused) complaints.push(message.text());
  });
  const page = await context.newPage();
  let pictures = 0;
  const shot = async (what, of = page) => {
    pictures += 1;
    await of.screenshot({ path: `${folder}/${String(pictures).padStart(2, "0")}-${slug(what)}.png`, fullPage: true });
  };
  return { clef, context, page, shot, complaints, w: words(language), screen, language, theme };
}

/** Without the driver's long log of how often it looked. */
function brief(error) {
  if (error.name !== "TimeoutError") return error;
  const [what, , where] = error.message.split("\n");
  const told = new Error(`${what} ${where?.trim() ?? ""}`);
  told.stack = `${told.message}\n${error.stack.split("\n").filter((line) => line.includes("e2e/")).join("\n")}`;
  return told;
}

async function record({ context, complaints }, folder) {
  for (const [number, page] of context.pages().entries()) {
    await page.screenshot({ path: `${folder}/failure-${number + 1}.png`, fullPage: true }).catch(() => {});
    const text = await page.locator("body").innerText().catch(() => "");
    writeFileSync(`${folder}/failure-${number + 1}.txt`, [page.url(), ...complaints, text].join("\n"));
  }
}

function slug(text) {
  return text.normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^-|-$/g, "").toLowerCase();
}
