// The links in mails: a forgotten password, and an invitation.
import assert from "node:assert/strict";

import { linkTo } from "../support/clef.mjs";
import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { USERS, choose, heading, logIn, logOut, navigate, start } from "../support/person.mjs";
import { words } from "../support/words.mjs";

const NEW_PASSWORD = "quatre lampes sous la pluie";
const GUEST = "guest@example.org";

journey("a forgotten password is set anew", {}, async (stage) => {
  const { clef, page, shot, w } = stage;
  await page.goto("/login");
  await page.getByRole("link", { name: w("session.forgot") }).click();
  await heading(stage, w("session.forgot.title"));
  await page.locator("#email").fill(USERS.member);
  await page.getByRole("button", { name: w("session.forgot.action") }).click();
  await page.getByText(w("session.forgot.done")).waitFor();
  await shot("asked");

  const link = await linkTo(clef, USERS.member);
  await page.goto("/dev/inbox");
  await shot("inbox");
  await page.getByRole("link", { name: link }).first().click();
  await heading(stage, w("session.reset.title"));
  await page.locator("#password").fill("short");
  await page.getByRole("button", { name: w("session.reset.action") }).click();
  await page.getByText(w("error.password_too_short", { min: "12" })).first().waitFor();
  await shot("too short");
  await page.locator("#password").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: w("session.reset.action") }).click();
  await page.getByText(w("session.reset.done")).waitFor();
  await logIn(stage, USERS.member, NEW_PASSWORD);
  await heading(stage, w("dashboard.title"));
  await shot("logged in");

  await logOut(stage);
  await heading(stage, w("session.log_in"));
  await page.goto(link);
  await page.locator("#password").fill(`${NEW_PASSWORD} encore`);
  await page.getByRole("button", { name: w("session.reset.action") }).click();
  await page.getByText(w("problem.link_unusable")).first().waitFor();
  await shot("a link works once");
});

for (const screen of [DESKTOP, PHONE]) {
  journey("an invitation is sent and accepted", { screen }, async (stage) => {
    const { clef, page, shot, w } = stage;
    await start(stage, USERS.manager);
    await navigate(stage, "shell.nav.users");
    await heading(stage, w("users.title"));
    await shot("users");
    await page.getByRole("link", { name: w("users.invite") }).first().click();
    await heading(stage, w("users.invite.title"));
    await page.locator("#email").fill(GUEST);
    await page.locator("#name").fill("Guest of the house");
    await page.locator("#locale").selectOption("fr");
    await page.locator("#roles-0-role").selectOption("community_manager");
    await choose(stage, "roles-0-community_id", "Quartier");
    await shot("filled");
    await page.getByRole("button", { name: w("users.invite.action") }).click();
    await page.getByText(w("users.invited", { email: GUEST })).waitFor();
    await shot("on its way");
    await logOut(stage);
    await heading(stage, w("session.log_in"));

    // The invitation says in which language the guest works.
    const french = words("fr");
    await page.goto(await linkTo(clef, GUEST));
    await heading(stage, french("session.invitation.title"));
    await page.locator("#password").fill(NEW_PASSWORD);
    await shot("the offer");
    await page.getByRole("button", { name: french("session.invitation.action") }).click();
    await heading(stage, french("dashboard.title"));
    assert.equal(new URL(page.url()).pathname, "/");
    await shot("inside");
  });
}
