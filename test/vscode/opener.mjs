// A tiny extension, installed beside the one under test, that says when the extension host is up and opens a first file.
// It exists because VS Code's own `openFile` start-up option opens an .ipynb as JSON text in a fresh profile: it looks
// for an editor before any extension has been read.
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * @typedef {object} Opener
 * @property {(file?: string) => Promise<void>} prepare  what the next page opens; call it before loading the page
 * @property {() => boolean} isReady  whether that page's extension host is up and the file open
 */

const MANIFEST = {
  name: "opener",
  publisher: "unroll-harness",
  version: "1.0.0",
  displayName: "Opens the first notebook",
  engines: { vscode: "^1.95.0" },
  main: "./main.js",
  activationEvents: ["onStartupFinished"],
  capabilities: { untrustedWorkspaces: { supported: true } },
  extensionKind: ["workspace"],
};

const MAIN = `
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const vscode = require("vscode");
exports.activate = async () => {
	const request = join(__dirname, "open.json");
	const { file } = existsSync(request) ? JSON.parse(readFileSync(request, "utf8")) : {};
	if (file) await open(vscode.Uri.file(file));
	writeFileSync(join(__dirname, "ready"), "");
};
const open = (uri) => vscode.commands.executeCommand("vscode.openWith", uri, uri.path.endsWith(".ipynb") ? "jupyter-notebook" : "default");
`;

/** @param {string} extensionsDir @returns {Promise<Opener>} */
export async function installOpener(extensionsDir) {
  const folder = path.join(extensionsDir, `${MANIFEST.publisher}.${MANIFEST.name}-${MANIFEST.version}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "package.json"), JSON.stringify(MANIFEST));
  await writeFile(path.join(folder, "main.js"), MAIN);
  const prepare = async (file) => {
    await rm(path.join(folder, "ready"), { force: true });
    await writeFile(path.join(folder, "open.json"), JSON.stringify(file ? { file: path.resolve(file) } : {}));
  };
  return { prepare, isReady: () => existsSync(path.join(folder, "ready")) };
}
