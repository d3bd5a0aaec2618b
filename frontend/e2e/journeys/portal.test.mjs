// A member is invited, accepts from the mail, and sees their own meter and nothing else.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/accessible.mjs";
import { linkTo } from "../support/clef.mjs";
import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { USERS, grouped, heading, logOut, navigate, start } from "../support/person.mjs";

const PASSWORD = "quatre lampes sous la pluie";
const EMAIL = "household.b@example.org";
const OWN = "541449020000000025";
const OTHERS = ["541449020000000018", "541449020000000032"];

/** The page of the member who will be invited. */
async function openMember(stage) {
  const { page, w } = stage;
  await navigate(stage, "shell.nav.members");
  await page.getByRole("searchbox").fill(EMAIL);
  await page.getByText(w("members.count.one", { count: "1" })).waitFor();
  await page.locator("main").getByRole("link", { name: /Household B/ }).first().click();
  await heading(stage, /Household B/);
}

for (const [screen, language] of [
  [DESKTOP, "en"],
  [DESKTOP, "fr"],
  [PHONE, "en"],
  [PHONE, "fr"],
]) {
  journey("a member is invited and sees their own meter only", { screen, language }, async (stage) => {
    const { clef, page, shot, w } = stage;
    const press = (name) => page.getByRole("button", { name, exact: true }).click();
    await start(stage, USERS.community);
    await openMember(stage);
    await page.getByText(w("members.portal.nobody")).waitFor();
    await shot("nobody has access");
    await press(w("members.portal.invite"));
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    assert.equal(await dialog.locator("#email").inputValue(), EMAIL);
    await dialog.locator("#locale").selectOption(language);
    await shot("invite");
    await assertAccessible(page, "the invitation");
    await dialog.getByRole("button", { name: w("members.portal.invite.action"), exact: true }).click();
    await page.getByText(w("members.portal.sent"), { exact: true }).waitFor();
    await shot("on its way");
    await assertAccessible(page, "the member's page");
    await logOut(stage);
    await heading(stage, w("session.log_in"));

    await page.goto(await linkTo(clef, EMAIL));
    await heading(stage, w("session.invitation.title"));
    await page.locator("#password").fill(PASSWORD);
    await shot("the offer");
    await press(w("session.invitation.action"));
    await heading(stage, w("dashboard.title"));
    await page.getByText(grouped(OWN)).first().waitFor();
    const overview = await page.locator("body").innerText();
    for (const other of OTHERS) assert.ok(!grouped(other).test(overview), other);
    for (const hidden of ["members", "audit", "users"]) assert.ok(!overview.includes(w(`shell.nav.${hidden}`)), hidden);
    await shot("own start page");
    await assertAccessible(page, "a member's start page");

    await navigate(stage, "shell.nav.meters");
    await heading(stage, w("meters.title"));
    await page.getByText(w("meters.count.one", { count: "1" })).waitFor();
    await page.locator("main").getByText(grouped(OWN)).first().waitFor();
    await shot("own meters");
    await page.locator("main").getByRole("link", { name: grouped(OWN) }).first().click();
    await heading(stage, grouped(OWN));
    await shot("own meter");
    const community = new URL(page.url()).pathname.split("/")[2];
    for (const hidden of ["members", "audit-log"]) {
      await page.goto(`/communities/${community}/${hidden}`);
      await page.getByText(w("problem.forbidden")).first().waitFor();
    }
    await shot("not theirs to see");
  });
}

journey("access is sent again and withdrawn", {}, async (stage) => {
  const { clef, page, shot, w } = stage;
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  await start(stage, USERS.community);
  await openMember(stage);
  await press(w("members.portal.invite"));
  await page.getByRole("dialog").getByRole("button", { name: w("members.portal.invite.action"), exact: true }).click();
  const former = await linkTo(clef, EMAIL);
  await press(w("members.portal.resend"));
  await page.getByText(w("audit.action.member.access_offered")).nth(1).waitFor();
  await press(w("members.portal.withdraw"));
  await shot("sure");
  await page.getByRole("dialog").getByRole("button", { name: w("members.portal.withdraw"), exact: true }).click();
  await page.getByText(w("members.portal.withdrawn", { name: "Household B" })).waitFor();
  await page.getByText(w("members.portal.nobody")).waitFor();
  await page.getByText(w("audit.action.member.access_withdrawn")).first().waitFor();
  await shot("withdrawn");
  await page.goto(former);
  await page.getByText(w("problem.link_unusable")).first().waitFor();
});
