// `npm start`: from a fresh clone to a lesson open in VS Code. Nothing but Node needs to be there.
//   npm start                the desktop `code` (or $CODE) when there is one, else VS Code in the browser
//   npm start -- --server    VS Code in the browser in any case; --port N for a fixed address
//   npm start -- --check     the same headless: runs the first lesson and fails when it does
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { EXAMPLES, LESSON, ROOT } from "./project.mjs";
import { startServer } from "./server.mjs";
import { writeSettings } from "./settings.mjs";

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    server: { type: "boolean", default: false },
    port: { type: "string", default: "0" },
  },
});

try {
  await prepare();
  if (values.check) await check();
  else if (values.server || !openDesktop()) await serve();
} catch (error) {
  console.error(`start: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

/** Installs what is missing and builds. */
async function prepare() {
  if (!existsSync(path.join(ROOT, "node_modules", ".package-lock.json"))) await install();
  await npm("run", "build");
  const { main } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  if (!main || !existsSync(path.join(ROOT, main)))
    throw new Error(`the build did not make the extension's entry (package.json "main": ${main})`);
  if (!existsSync(LESSON)) throw new Error(`the first lesson is missing: ${LESSON}`);
}

/**
 * A registry that leaves out the binaries of other platforms makes `npm ci` refuse a lockfile that is in order;
 * `npm install` takes the same versions and is not so strict.
 */
async function install() {
  try {
    await npm("ci");
  } catch (error) {
    console.log(`start: ${error.message}; trying npm install`);
    await npm("install", "--no-save");
  }
}

/** @param {string[]} args */
async function npm(...args) {
  console.log(`start: npm ${args.join(" ")}`);
  const child = spawn("npm", args, {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`npm ${args.join(" ")} ended with exit code ${code}`);
}

/** @returns {boolean} whether a desktop VS Code took the lesson */
function openDesktop() {
  const code = process.env.CODE || "code";
  const args = [`--extensionDevelopmentPath=${ROOT}`, LESSON];
  const { error, status } = spawnSync(code, args, {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (!error && status === 0) console.log(`start: opened ${path.relative(ROOT, LESSON)} in ${code}`);
  else if (process.env.CODE || !error)
    console.log(`start: ${code} did not open (${error?.message ?? `exit code ${status}`}); using the browser instead`);
  return !error && status === 0;
}

/**
 * The extension is installed (as a link), not loaded "in development": that way any browser that opens the address has
 * it, with VS Code's notifications and dialogs as a person knows them.
 */
function startForPerson() {
  return startServer({ port: Number(values.port), extensions: [ROOT], smokeTestDriver: false });
}

async function serve() {
  const server = await startForPerson();
  await writeSettings(server, { settings: { "window.autoDetectColorScheme": true } });
  await server.opener.prepare(LESSON);
  console.log(
    `\nVS Code is ready with the first lesson. Open\n\n  ${server.address({ folder: EXAMPLES })}\n\nCtrl+C ends it.`,
  );
  const stopped = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, resolve);
  });
  const tick = setInterval(() => {}, 1 << 30); // the server itself does not keep this process alive
  await stopped;
  clearInterval(tick);
  await server.stop();
}

/** Everything a person does after `npm start`, in a headless browser. */
async function check() {
  const { checkLesson } = await import("./check.mjs");
  const server = await startForPerson();
  try {
    await checkLesson(server, {
      folder: EXAMPLES,
      file: LESSON,
      screenshotFile: path.join(ROOT, "out", "start-check.png"),
    });
  } finally {
    await server.stop();
  }
}
