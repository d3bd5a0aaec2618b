// Guide F4: create a customer account, without access and with access, up to the customer's first login.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/accessible.mjs";
import { api, inbox, linkTo } from "../support/clef.mjs";
import {
  CUSTOMER, activate, answer, create, day, defineCustomer, next, openCustomers, step,
} from "../support/customer.mjs";
import { DESKTOP, PHONE, journey } from "../support/journey.mjs";
import { USERS, heading, logOut, navigate, start } from "../support/person.mjs";
import { words } from "../support/words.mjs";

const PASSWORD = "quatre lampes sous la pluie";

/** The account as the API has it. */
async function stored(clef) {
  const { get } = await api(clef, USERS.kam);
  const organisation = (await get("/me")).roles[0].organisation_id;
  const { items } = await get(`/organisations/${organisation}/customers?q=${CUSTOMER.reference}`);
  assert.equal(items.length, 1, "one account");
  return get(`/customers/${items[0].id}`);
}

for (const screen of [DESKTOP, PHONE]) {
  for (const language of ["en", "fr"]) {
    journey("create a customer account without access", { screen, language }, async (stage) => {
      const { clef, page, shot, w } = stage;
      await start(stage, USERS.kam);
      await page.getByRole("heading", { name: w("customers.monitoring") }).waitFor();
      await shot("step 1 the start page");
      await page.getByRole("link", { name: w("customers.monitoring.add") }).click();
      await heading(stage, w("customers.new.title"));
      await defineCustomer(stage);
      await answer(stage, "demo", "no");
      await shot("step 2 the customer");
      await next(stage);
      await step(stage, "account");
      await answer(stage, "access", "no");
      await shot("step 3 no access");
      await create(stage);
      await heading(stage, CUSTOMER.company);
      await page.getByText(w("customers.done.no_access")).waitFor();
      await page.getByText(w("customers.done.then_free")).waitFor();
      await shot("step 4 what happens next");

      const account = await stored(clef);
      assert.deepEqual([account.access, account.editor, account.services], [false, null, []]);
      const mails = (await inbox(clef)).items.filter(({ to }) => to.includes(CUSTOMER.email));
      assert.deepEqual(mails, [], "without access no mail is sent");
      await openCustomers(stage);
      await page.locator("#search").fill(CUSTOMER.reference);
      await page.getByRole("link", { name: CUSTOMER.company }).waitFor();
      await shot("in the list");
    });

    journey("create a customer account with access", { screen, language }, async (stage) => {
      const { clef, page, shot, w } = stage;
      const spoken = language === "en" ? "fr" : "nl";
      const customer = words(spoken);
      await start(stage, USERS.kam);
      await openCustomers(stage);
      await shot("step 1 the list");
      await page.getByRole("link", { name: w("customers.add") }).first().click();
      await heading(stage, w("customers.new.title"));
      await defineCustomer(stage, CUSTOMER, spoken);
      await answer(stage, "demo", "no");
      await next(stage);
      await step(stage, "account");
      await answer(stage, "access", "yes");
      await answer(stage, "editor", "customer");
      await activate(stage, 0, "be_power", { start: day(), end: "2029-12-31", max: 2 });
      await activate(stage, 1, "ttf", { start: day(40), end: "2029-12-31", max: 1 });
      await page.getByText(w("customers.services.ahead")).waitFor();
      await page.locator("#services-0-forecasts-client").check();
      await shot("step 2 access to two markets");
      await create(stage);
      await heading(stage, CUSTOMER.company);
      await page.getByText(w("customers.done.title", { name: CUSTOMER.company })).waitFor();
      await shot("step 3 what happens next");

      const account = await stored(clef);
      assert.deepEqual([account.access, account.editor, account.locale], [true, "customer", spoken]);
      const services = account.services.map((it) => [it.start_date, it.state, it.forecasts, it.max_optimisations]);
      assert.deepEqual(services.sort(), [
        [day(), "active", ["application", "client"], 2],
        [day(40), "scheduled", ["application"], 1],
      ].sort());
      const link = await linkTo(clef, CUSTOMER.email);
      const mails = (await inbox(clef)).items.filter(({ to }) => to.includes(CUSTOMER.email));
      assert.equal(mails.length, 1, "exactly one mail");
      await logOut(stage);
      await heading(stage, w("session.log_in"));

      await page.goto("/dev/inbox");
      await page.getByRole("link", { name: link }).first().click();
      await heading(stage, customer("session.invitation.title"));
      await shot("step 4 the customer's invitation");
      await page.locator("#password").fill(PASSWORD);
      await page.getByRole("button", { name: customer("session.invitation.action") }).click();
      await heading(stage, customer("dashboard.title"));
      await page.getByRole("heading", { name: customer("customers.market.be_power") }).waitFor();
      await page.getByRole("heading", { name: customer("customers.market.ttf") }).waitFor();
      assert.equal(await page.locator("html").getAttribute("lang"), spoken);
      await page.waitForLoadState("networkidle");
      await shot("step 5 what the customer sees");
      const after = await stored(clef);
      assert.equal(after.invitation.state, "accepted");
    });
  }
}

journey("go back and forth and find the draft again", {}, async (stage) => {
  const { page, w } = stage;
  await start(stage, USERS.kam);
  await openCustomers(stage);
  await page.getByRole("link", { name: w("customers.add") }).first().click();
  await heading(stage, w("customers.new.title"));
  await next(stage);
  await page.getByRole("link", { name: new RegExp(w("customers.field.company")) }).click();
  await page.waitForFunction(() => document.activeElement?.id === "company");
  await defineCustomer(stage);
  await answer(stage, "demo", "no");
  await next(stage);
  await step(stage, "account");
  await answer(stage, "access", "yes");
  await create(stage);
  await page.locator("#editor-error").waitFor();
  await answer(stage, "editor", "kam");
  await page.locator("#market-fr_power").check();
  await create(stage);
  await page.locator("#services-0-end_date-error").waitFor();
  await page.getByRole("button", { name: w("customers.new.back"), exact: true }).click();
  await step(stage, "customer");
  assert.equal(await page.locator("#company").inputValue(), CUSTOMER.company);
  await next(stage);
  await step(stage, "account");
  await page.locator("#services-0-end_date").fill("2028-12-31");

  // The draft is written a moment after the last key.
  await page.waitForFunction(() => Object.values(localStorage).some((draft) => draft.includes("2028-12-31")));
  page.once("dialog", (dialog) => dialog.accept());
  await page.reload();
  await page.getByText(w("common.draft_restored")).waitFor();
  assert.equal(await page.locator("#services-0-end_date").inputValue(), "2028-12-31");
  await page.locator("#market-fr_power").uncheck();
  await page.getByRole("button", { name: w("customers.undo") }).click();
  assert.equal(await page.locator("#services-0-end_date").inputValue(), "2028-12-31", "a removed market comes back");

  // The address is taken: the first step says so.
  await page.getByRole("button", { name: w("customers.step.customer") }).click();
  await step(stage, "customer");
  await page.locator("#contact-email").fill(USERS.customer.toUpperCase());
  await next(stage);
  await step(stage, "account");
  await create(stage);
  await page.locator("section.error-summary").getByText(w("problem.customer_exists")).waitFor();
});

for (const screen of [DESKTOP, PHONE]) {
  journey("change, freeze, transfer and delete an account", { screen }, async (stage) => {
    const { clef, page, shot, w } = stage;
    const menu = async (action) => {
      await page.getByRole("button", { name: w("customers.more") }).click();
      await page.getByRole("button", { name: w(action), exact: true }).first().click();
    };
    const confirm = (action) => page.getByRole("dialog").getByRole("button", { name: w(action), exact: true }).click();
    const { get, post } = await api(clef, USERS.kam);
    const organisation = (await get("/me")).roles[0].organisation_id;
    const { company, reference, ...contact } = CUSTOMER;
    const account = await post(`/organisations/${organisation}/customers`, {
      company, reference, contact, demo: false, access: false,
    });
    await start(stage, USERS.kam);
    await page.goto(`/organisations/${organisation}/customers/${account.id}`);
    await heading(stage, company);
    await page.getByRole("link", { name: w("customers.edit.action"), exact: true }).click();
    await heading(stage, w("customers.edit.title"));
    await page.getByText(CUSTOMER.email).waitFor();
    assert.equal(await page.locator("#contact-email").count(), 0, "the address cannot be changed");
    await page.locator("#company").fill("Bakery with another name");
    await shot("changing");
    await page.getByRole("button", { name: w("common.save"), exact: true }).click();
    await heading(stage, "Bakery with another name");

    await menu("customers.freeze.action");
    await confirm("customers.freeze.action");
    await page.getByText(w("customers.finding.frozen")).waitFor();
    await shot("frozen");
    await menu("customers.unfreeze.action");
    await page.getByText(w("customers.finding.frozen")).waitFor({ state: "detached" });
    await menu("customers.delete.action");
    await confirm("customers.delete.action");
    const back = page.getByRole("button", { name: w("customers.restore.action"), exact: true });
    await back.waitFor();
    await shot("deleted");
    await back.click();
    await back.waitFor({ state: "detached" });

    await menu("customers.transfer.action");
    const kam2 = page.locator("#kam_id option", { hasText: "kam2@demo.clef.test" });
    await page.locator("#kam_id").selectOption(await kam2.getAttribute("value"));
    await shot("transferring");
    await confirm("customers.transfer.action");
    await heading(stage, w("customers.title"));
    await page.getByText("Bakery with another name").first().waitFor();
    await page.locator("#search").fill("another name");
    await page.getByText(w("common.no_match")).waitFor();
    await shot("no longer mine");
  });

  for (const theme of ["light", "dark"]) {
    journey("everybody can use customer accounts", { screen, theme }, async (stage) => {
      const { page, shot, w } = stage;
      await start(stage, USERS.manager);
      await page.waitForLoadState("networkidle");
      await assertAccessible(page, "the start page");
      await navigate(stage, "shell.nav.customers");
      await heading(stage, w("customers.title"));
      const row = page.locator("tbody .row-link").first();
      await row.waitFor();
      await shot("list");
      await assertAccessible(page, "the list");
      await page.getByRole("link", { name: w("customers.add") }).click();
      await heading(stage, w("customers.new.title"));
      await assertAccessible(page, "the first step");
      await next(stage);
      await page.locator("section.error-summary").waitFor();
      await shot("mistakes");
      await assertAccessible(page, "the first step with mistakes");
      await defineCustomer(stage);
      await answer(stage, "demo", "yes");
      await next(stage);
      await step(stage, "account");
      await answer(stage, "access", "yes");
      await answer(stage, "editor", "kam");
      await activate(stage, 0, "peg", { start: day(3), end: day(30), max: 1 });
      await page.locator("details.guidance").first().locator("summary").click();
      await shot("second step");
      await assertAccessible(page, "the second step");
      await create(stage);
      await heading(stage, CUSTOMER.company);
      await page.waitForLoadState("networkidle");
      await shot("account");
      await assertAccessible(page, "an account");
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= screen.width, `nothing scrolls sideways: ${width}`);
    });
  }
}
