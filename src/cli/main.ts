/** `npm run notebook -- lesson.ipynb --out lesson.ipynb`: runs a notebook from a terminal. */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { commandLine } from "./commandLine.js";

const stop = new AbortController();
// The first Ctrl+C stops the cell and writes what ran; a second one ends at once.
process.once("SIGINT", () => stop.abort());

const { stdout, stderr } = process;
const kernelPath = fileURLToPath(new URL("./kernel/main.mjs", import.meta.url));
process.exitCode = await commandLine(process.argv.slice(2), { kernelPath, stdout, stderr, signal: stop.signal });
