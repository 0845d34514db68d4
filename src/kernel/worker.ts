/** The thread that runs the cells. */
import { dirname, sep } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";
import { setThreadHost } from "../lab/threads.js";
import { warmUp } from "../lab/warmUp.js";
import { speak } from "../lab/words/index.js";
import { wordsIn } from "../lab/words/languages.js";
import { helperThreads } from "./helperThreads.js";
import { Session } from "./session.js";
import { installGlobals } from "./sessionGlobals.js";
import { trackTimers } from "./sessionTimers.js";
import { loadRenderStatic } from "./stillPicture.js";
import { showUserFramesOnly } from "./userFrames.js";
import { whileIdle } from "./whileIdle.js";
import type { WorkerEvent, WorkerRequest } from "./workerProtocol.js";

const port = parentPort!;
const post = (event: WorkerEvent) => port.postMessage(event);

const language = process.env.UNROLL_LANGUAGE;
speak(wordsIn(language));
const renderStatic = await loadRenderStatic(new URL("../static.mjs", import.meta.url), language);
const session = new Session(post, renderStatic);

setThreadHost(helperThreads(new URL("./helper.mjs", import.meta.url)));
silenceExperimentalImport();
printThrough(process.stdout, "stdout");
printThrough(process.stderr, "stderr");
showUserFramesOnly(
  (script, line, column) => session.scripts.position(script, line, column),
  dirname(fileURLToPath(import.meta.url)) + sep,
);
process.on("uncaughtException", (error) => session.printError(error));
process.on("unhandledRejection", (error) => session.printError(error));
trackTimers();
installGlobals((value) => session.display(value));
port.on("message", answer);
post({ type: "loaded" });
const endWarmUp = whileIdle(warmUp((payloadJson) => renderStatic?.(payloadJson)));

function answer(request: WorkerRequest): void {
  endWarmUp();
  if (request.type === "execute") return void session.execute(request);
  session.interrupt();
  post({ type: "interrupted", token: request.token });
}

/** Imports in cells rest on a part of Node that announces itself as experimental to every user. */
function silenceExperimentalImport(): void {
  const warn = process.emitWarning.bind(process) as (warning: string | Error, ...rest: unknown[]) => void;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).includes("USE_MAIN_CONTEXT_DEFAULT_LOADER")) warn(warning, ...rest);
  };
}

/** At once, by message: a cell that never pauses would not let a stream flow. */
function printThrough(stream: NodeJS.WriteStream, name: "stdout" | "stderr"): void {
  stream.write = (chunk: Uint8Array | string, ...rest: unknown[]) => {
    session.print(name, typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk));
    const done = rest.find((argument) => typeof argument === "function");
    if (done) queueMicrotask(done as () => void);
    return true;
  };
}
