// A program of its own for each journey: demo data in a fresh SQLite file, on a free port.
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

export const PASSWORD = "clef-demo-2026";

/** What `cargo xtask e2e` says of this machine. */
export function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the journeys with \`cargo xtask e2e\``);
  return value;
}

/** Starts the program with its database and log in `folder`; resolves when its database answers. */
export async function startClef(folder) {
  copyFileSync(await demo(), `${folder}/clef.db`);
  return serve(folder);
}

/**
 * The database of a demo just begun, which is written once for all journeys: a year of readings takes its time where the
 * program is not optimised.
 */
async function demo() {
  const output = setting("CLEF_E2E_OUTPUT");
  const made = `${output}/demo.db`;
  if (isFresh(made)) return made;
  const folder = `${output}/demo`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Stopped in good order, it leaves one file.
  await (await serve(folder)).stop();
  renameSync(`${folder}/clef.db`, made);
  return made;
}

/** Whether a demo's database is of this program and of today, on which its dates depend. */
function isFresh(made) {
  if (!existsSync(made)) return false;
  const { mtimeMs } = statSync(made);
  return mtimeMs > statSync(setting("CLEF_BINARY")).mtimeMs && Date.now() - mtimeMs < 3_600_000;
}

/** Starts the program in a folder; resolves when its database answers. */
async function serve(folder) {
  const url = `http://127.0.0.1:${await freePort()}`;
  const log = openSync(`${folder}/clef.log`, "w");
  const options = ["serve", "--demo", "--listen", url.slice("http://".length), "--web-dir", setting("CLEF_SITE")];
  options.push("--database-url", `sqlite://${folder}/clef.db`);
  const child = spawn(setting("CLEF_BINARY"), options, { stdio: ["ignore", log, log] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const clef = {
    url,
    /** Stops it in good order. */
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`clef ended with ${child.exitCode}; see ${folder}/clef.log`);
    const ready = await fetch(`${url}/readyz`).catch(() => null);
    if (ready?.ok) return clef;
    await wait(50);
  }
  await clef.stop();
  throw new Error(`clef was not ready after 30 s; see ${folder}/clef.log`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** The API as a user sees it, for what a journey needs to know or to prepare. */
export async function api(clef, email) {
  const send = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${clef.url}/api/v1${path}`, {
      method,
      headers: { "Content-Type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };
  const { access_token: token } = await send("POST", "/auth/login", { email, password: PASSWORD });
  const authorization = { Authorization: `Bearer ${token}` };
  return {
    get: (path) => send("GET", path, undefined, authorization),
    post: (path, body) => send("POST", path, body, authorization),
  };
}

/** The mails sent so far, newest first. */
export async function inbox(clef) {
  const answer = await fetch(`${clef.url}/dev/inbox`, { headers: { Accept: "application/json" } });
  return answer.json();
}

/** The link of the newest mail to somebody; it may still be on its way. */
export async function linkTo(clef, recipient) {
  for (let tries = 0; tries < 100; tries++) {
    const mail = (await inbox(clef)).items.find(({ to }) => to.includes(recipient));
    if (mail) return mail.link;
    await wait(100);
  }
  throw new Error(`no mail to ${recipient}`);
}
