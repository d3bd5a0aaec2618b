// Communities, members, and what changed: the rest of a manager's day.
import assert from "node:assert/strict";

import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { USERS, grouped, heading, navigate, start } from "../support/person.mjs";

for (const screen of [DESKTOP, PHONE]) {
  journey("a member is added, changed and deleted, and the audit log tells it", { screen }, async (stage) => {
    const { page, shot, w } = stage;
    const press = (name) => page.getByRole("button", { name, exact: true }).click();
    await start(stage, USERS.community);
    await navigate(stage, "shell.nav.members");
    await heading(stage, w("members.title"));
    await shot("members");
    await page.getByRole("link", { name: w("members.add"), exact: true }).first().click();
    await heading(stage, w("members.new.title"));
    await page.getByLabel(w("members.kind.company")).check();
    await page.locator("#company_name").fill("Sewing circle");
    await page.locator("#email").fill("sewing.circle@example.org");
    await page.locator("form button[type=submit]").click();
    await page.getByText(w("members.created", { name: "Sewing circle" })).waitFor();
    await heading(stage, "Sewing circle");
    await shot("added");

    await navigate(stage, "shell.nav.members");
    await page.getByRole("searchbox").fill("sewing");
    await page.getByText(w("members.count.one", { count: "1" })).waitFor();
    await page.locator("main").getByRole("link", { name: /Sewing circle/ }).first().click();
    await heading(stage, "Sewing circle");
    await page.getByRole("link", { name: w("members.edit.action"), exact: true }).click();
    await heading(stage, w("members.edit.title"));
    await page.locator("#phone").fill("+32 81 00 00 00");
    await page.locator("form button[type=submit]").click();
    await page.getByText(w("members.changed", { name: "Sewing circle" })).waitFor();
    await heading(stage, "Sewing circle");
    await shot("changed");
    await press(w("members.delete.action"));
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    await shot("sure");
    await dialog.getByRole("button", { name: w("members.delete.action"), exact: true }).click();
    await page.getByText(w("members.deleted", { name: "Sewing circle" })).waitFor();

    await navigate(stage, "shell.nav.audit");
    await heading(stage, w("audit.title"));
    await page.locator("main").getByText("Sewing circle").first().waitFor();
    const log = await page.locator("main").innerText();
    for (const action of ["created", "updated", "deleted"]) {
      assert.ok(log.includes(w(`audit.action.member.${action}`)), action);
    }
    await shot("audit log");
  });
}

journey("a member who owns a meter stays, and the meter is named", {}, async (stage) => {
  const { page, shot, w } = stage;
  await start(stage, USERS.community);
  await navigate(stage, "shell.nav.members");
  await page.getByRole("searchbox").fill("household.a@example.org");
  await page.getByText(w("members.count.one", { count: "1" })).waitFor();
  await page.locator("main").getByRole("link", { name: /Household A/ }).first().click();
  await heading(stage, /Household A/);
  await page.getByRole("button", { name: w("members.delete.action"), exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: w("members.delete.action"), exact: true }).click();
  await page.getByRole("dialog").getByText(grouped("541449020000000018")).waitFor();
  await shot("refused");
});

journey("a community is created, and deleted while it is empty", {}, async (stage) => {
  const { page, shot, w } = stage;
  await start(stage, USERS.manager);
  await navigate(stage, "shell.nav.communities");
  await heading(stage, w("communities.title"));
  await shot("communities");
  await page.getByRole("link", { name: w("communities.add"), exact: true }).first().click();
  await heading(stage, w("communities.new.title"));
  await page.locator("#name").fill("Solar roofs");
  await page.locator("#region").selectOption("brussels");
  await page.locator("#type").selectOption("local");
  await page.locator("form button[type=submit]").click();
  await page.getByText(w("communities.created", { name: "Solar roofs" })).waitFor();
  await heading(stage, "Solar roofs");
  await shot("created");
  await page.getByRole("button", { name: w("communities.delete"), exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: w("communities.delete"), exact: true }).click();
  await page.getByText(w("communities.deleted", { name: "Solar roofs" })).waitFor();
  await heading(stage, w("communities.title"));
});
