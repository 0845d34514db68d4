// Runs test/vscode/suite inside the extension host of a real VS Code.
//   node test/vscode/run.mjs [--desktop] [--grep TEXT]
// By default in the VS Code server of install.mjs; --desktop in the desktop VS Code that @vscode/test-electron fetches
// (on Linux it needs a display: xvfb-run).
import { parseArgs } from "node:util";
import { HANG } from "../support/patience.cjs";
import { launchChromium, openWorkbench } from "./browser.mjs";
import { HostLog } from "./host-log.mjs";
import { copyOfExamples, ROOT, SUITE } from "./project.mjs";
import { startServer } from "./server.mjs";

/** Of the whole suite, whose tests and waits end before, ms. */
const LONGEST = 2 * HANG;
const MARK = "unroll-test| ";

const { values } = parseArgs({
  options: {
    desktop: { type: "boolean", default: false },
    grep: { type: "string" },
  },
});
if (values.grep) process.env.UNROLL_TEST_GREP = values.grep;
const started = Date.now();
const lessons = await copyOfExamples();
try {
  process.exitCode = values.desktop ? await runOnDesktop(lessons.folder) : await runOnServer(lessons.folder);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await lessons.remove();
}
console.log(`vscode: exit code ${process.exitCode} after ${((Date.now() - started) / 1000).toFixed(1)} s`);
process.exit(); // a run that timed out leaves its promises open

/** @param {string} folder @returns {Promise<number>} the suite's exit code */
async function runOnServer(folder) {
  process.env.UNROLL_TEST_MARK = MARK; // the extension host inherits it from the server
  const log = new HostLog(MARK);
  const browser = await launchChromium();
  const server = await startServer();
  try {
    const code = await withTimeout(suiteEnd({ server, browser, folder, log }));
    if (code !== 0) console.error(log.text());
    return code;
  } catch (error) {
    console.error(log.text());
    console.error(`The server printed:\n${server.log().slice(-3000)}`);
    throw error;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** @returns {Promise<number>} */
function suiteEnd({ server, browser, folder, log }) {
  return new Promise((resolve, reject) => {
    const options = {
      browser,
      folder,
      extensionPath: ROOT,
      testsPath: SUITE,
      onLog: (type, args) => log.add(type, args),
      onExit: resolve,
    };
    const onCrash = () => reject(new Error("The workbench's page crashed."));
    openWorkbench(server, options).then((page) => page.on("crash", onCrash), reject);
  });
}

/** @param {string} folder @returns {Promise<number>} */
async function runOnDesktop(folder) {
  const { runTests } = await import("@vscode/test-electron");
  const quiet = ["--disable-workspace-trust", "--skip-welcome", "--skip-release-notes", "--disable-telemetry"];
  return withTimeout(
    runTests({
      version: process.env.UNROLL_VSCODE_VERSION ?? "stable",
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: SUITE,
      launchArgs: [folder, ...quiet],
    }),
  );
}

/** @param {Promise<number>} run */
function withTimeout(run) {
  const late = new Promise((_, reject) =>
    setTimeout(reject, LONGEST, new Error(`The tests were not over after ${LONGEST / 1000} s.`)),
  );
  return Promise.race([run, late]);
}
