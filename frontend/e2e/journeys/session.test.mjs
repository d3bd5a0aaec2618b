// Logging in, staying logged in, and leaving.
import assert from "node:assert/strict";

import { api } from "../support/clef.mjs";
import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { USERS, heading, logIn, logOut, start } from "../support/person.mjs";

async function meters(clef) {
  const { items } = await (await api(clef, USERS.community)).get("/communities");
  return `/communities/${items[0].id}/meters`;
}

for (const screen of [DESKTOP, PHONE]) {
  journey("a deep link survives the login", { screen }, async (stage) => {
    const { clef, page, shot, w } = stage;
    const target = `${await meters(clef)}?q=rue`;
    await page.goto(target);
    await heading(stage, w("session.log_in"));
    await shot("asked to log in");
    await logIn(stage, USERS.community);
    await heading(stage, w("meters.title"));
    const there = new URL(page.url());
    assert.equal(there.pathname + there.search, target);
    assert.equal(await page.getByRole("searchbox").inputValue(), "rue");
    await shot("back at the link");
  });
}

journey("a new tab is logged in, and all tabs leave together", {}, async (stage) => {
  const { clef, context, page, shot, w } = stage;
  await start(stage, USERS.community);
  const second = await context.newPage();
  await second.goto(await meters(clef));
  await heading({ page: second }, w("meters.title"));
  await shot("a second tab", second);

  await logOut(stage);
  await heading(stage, w("session.log_in"));
  await heading({ page: second }, w("session.log_in"));
  await page.goto(await meters(clef));
  await heading(stage, w("session.log_in"));
  await shot("logged out");
});

journey("a wrong password is told, and nothing typed is lost", {}, async (stage) => {
  const { page, shot, w } = stage;
  await page.goto("/");
  await logIn(stage, USERS.community, "not-the-password");
  await page.getByText(w("problem.invalid_credentials")).first().waitFor();
  assert.equal(await page.locator("#email").inputValue(), USERS.community);
  await shot("refused");
  await logIn(stage, USERS.community);
  await heading(stage, w("dashboard.title"));
});
