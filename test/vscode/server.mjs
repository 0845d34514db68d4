// Runs the VS Code server of install.mjs on this machine only, with folders of its own, and leaves nothing behind.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PATIENCE } from "../support/patience.cjs";
import { ensureServer } from "./install.mjs";
import { installOpener } from "./opener.mjs";

const READY = /Extension host agent listening on (\d+)/;

/**
 * @typedef {{ userData: string, serverData: string, extensions: string }} ServerDirs
 * @typedef {[string, string][]} Payload  VS Code's start-up options as the page's address carries them
 * @typedef {object} Server
 * @property {string} url  the workbench's address, with the secret that opens it
 * @property {number} port
 * @property {ServerDirs} dirs
 * @property {(options?: { folder?: string, payload?: Payload }) => string} address  a workbench with that folder
 * @property {(file: string) => string} remote  a file's URI as the workbench names it
 * @property {() => string} log  everything the server printed
 * @property {import("./opener.mjs").Opener} opener
 * @property {() => Promise<void>} stop  ends the server and all its children, removes its temporary folders
 */

/**
 * Starts a server; its folders are fresh temporary ones unless `dirs` names others (which are kept).
 * @param {object} [options]
 * @param {number} [options.port]  default: a free one
 * @param {boolean} [options.workspaceTrust]  ask for trust, as VS Code does by default; default false
 * @param {boolean} [options.smokeTestDriver]  lets the page load an extension from source and run its tests, and
 *   silences notifications; default true
 * @param {string[]} [options.extensions]  folders of built extensions to install (as links)
 * @param {ServerDirs} [options.dirs]
 * @returns {Promise<Server>}
 */
export async function startServer({
  port = 0,
  workspaceTrust = false,
  smokeTestDriver = true,
  extensions = [],
  dirs,
} = {}) {
  const { node, main } = await ensureServer();
  const temporary = await mkdtemp(path.join(tmpdir(), "unroll-vscode-"));
  const folders = dirs ?? {
    userData: path.join(temporary, "user"),
    serverData: path.join(temporary, "server"),
    extensions: path.join(temporary, "extensions"),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  const opener = await installOpener(folders.extensions);
  for (const extension of extensions) await linkExtension(extension, folders.extensions);

  const token = randomBytes(16).toString("hex");
  const tokenFile = path.join(temporary, "token");
  await writeFile(tokenFile, token, { mode: 0o600 });
  const flags = [
    workspaceTrust ? "" : "--disable-workspace-trust",
    smokeTestDriver ? "--enable-smoke-test-driver" : "",
  ];
  const child = spawn(node, [main, ...serverArguments(port, tokenFile, folders), ...flags.filter(Boolean)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: serverEnvironment(),
    detached: true, // a process group of its own: stopping the group stops the extension hosts too
  });
  const guard = startGuard(child, temporary);
  const output = collect(child);
  try {
    const actualPort = await waitUntilReady(child, output);
    return describe({
      port: actualPort,
      token,
      dirs: folders,
      opener,
      log: () => output.text,
      stop: () => guard.stop(),
    });
  } catch (error) {
    await guard.stop();
    throw error;
  }
}

/** @param {number} port @param {string} tokenFile @param {ServerDirs} dirs */
function serverArguments(port, tokenFile, dirs) {
  const options = {
    host: "127.0.0.1",
    port,
    // Without a token any page in the person's browser could drive this server, which can run anything.
    "connection-token-file": tokenFile,
    "telemetry-level": "off",
    "user-data-dir": dirs.userData,
    "server-data-dir": dirs.serverData,
    "extensions-dir": dirs.extensions,
  };
  return [
    "--accept-server-license-terms",
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
  ];
}

function serverEnvironment() {
  // An empty gallery: no look-up of extension updates leaves the machine.
  const env = { ...process.env, EXTENSIONS_GALLERY: "{}" };
  // Set inside VS Code's own terminal; they would make this server believe that it belongs to that window.
  for (const name of Object.keys(env)) if (/^(VSCODE_|ELECTRON_)/.test(name)) delete env[name];
  return env;
}

/** @param {{ port: number, token: string } & Pick<Server, "dirs" | "opener" | "log" | "stop">} parts @returns {Server} */
function describe({ port, token, ...rest }) {
  const authority = `127.0.0.1:${port}`;
  const address = ({ folder, payload } = {}) => {
    const url = new URL(`http://${authority}/`);
    url.searchParams.set("tkn", token);
    if (folder) url.searchParams.set("folder", path.resolve(folder));
    if (payload?.length) url.searchParams.set("payload", JSON.stringify(payload));
    return url.href.replaceAll("%2F", "/"); // allowed in a query, and readable
  };
  const remote = (file) => `vscode-remote://${authority}${encodeURI(path.resolve(file))}`;
  return { ...rest, port, url: address(), address, remote };
}

/** Installs an extension as a link to its source folder, the way `code --install-extension` would lay it out. */
async function linkExtension(folder, extensionsDir) {
  const { publisher, name, version } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const link = path.join(extensionsDir, `${publisher}.${name}-${version}`);
  await rm(link, { recursive: true, force: true });
  await symlink(path.resolve(folder), link, "dir");
}

/** @param {import("node:child_process").ChildProcess} child */
function collect(child) {
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (output.text += data));
  return output;
}

/** @returns {Promise<number>} the port */
function waitUntilReady(child, output) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`VS Code's server ${why}. It printed:\n${output.text.trim().slice(-4000)}`));
    const timer = setTimeout(() => fail(`was not ready after ${PATIENCE / 1000} s`), PATIENCE);
    child.on("error", reject).on("exit", (code) => fail(`ended at its start with exit code ${code}`));
    child.stdout.on("data", () => {
      const port = READY.exec(output.text)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

/**
 * Ends the server's process group when asked, and also when this process dies in whatever way (even SIGKILL): a shell
 * waits on a pipe that the system closes with us.
 * @param {import("node:child_process").ChildProcess} server @param {string} temporary  a folder to remove at the end
 */
function startGuard(server, temporary) {
  const script = [
    "cat >/dev/null",
    'kill -s TERM -- "-$1"',
    'for _ in 1 2 3 4 5 6 7 8 9 10; do kill -s 0 -- "-$1" || break; sleep 0.2; done',
    'kill -s KILL -- "-$1"',
    'rm -rf "$2"',
  ].join("\n");
  const guard = spawn("sh", ["-c", script, "guard", String(server.pid), temporary], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  const ended = new Promise((resolve) => guard.on("close", resolve));
  // Neither process may keep ours alive: a finished run must be able to end without having called stop().
  for (const part of [server, server.stdout, server.stderr, guard, guard.stdin]) part?.unref?.();
  const stop = async () => {
    guard.ref();
    guard.stdin.end();
    await ended;
  };
  return { stop };
}
