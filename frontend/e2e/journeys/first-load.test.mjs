// What a first visit costs, as the browser counts it.
import assert from "node:assert/strict";

import { PHONE, journey } from "../support/journey.mjs";
import { USERS, heading, logIn } from "../support/person.mjs";

/** With brotli; `cargo xtask web` holds the files themselves to it. */
const BUDGET = 350_000;

journey("the first load fits its budget, up to the start page", { screen: PHONE }, async (stage) => {
  const { context, page, w } = stage;
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  let bytes = 0;
  network.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));

  await page.goto("/");
  await heading(stage, w("session.log_in"));
  await page.waitForLoadState("networkidle");
  console.log(`login page: ${bytes} bytes`);
  assert.ok(bytes <= BUDGET, `the login page loads ${bytes} bytes`);

  const before = bytes;
  await logIn(stage, USERS.community);
  await heading(stage, w("dashboard.title"));
  console.log(`start page: ${bytes - before} bytes more`);
});
