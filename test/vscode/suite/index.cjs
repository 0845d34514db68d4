// Runs the mocha suites of this folder inside an extension host: the same entry for the server and for desktop VS Code.
const { readdirSync } = require("node:fs");
const path = require("node:path");
const { format } = require("node:util");
const { HANG } = require("../../support/patience.cjs");

/**
 * @returns {Promise<void>}
 * @throws {Error} when a test failed, or when there was none
 */
exports.run = async () => {
  const { default: Mocha } = await import("mocha"); // an ES module, which an older VS Code cannot require
  const grep = process.env.UNROLL_TEST_GREP;
  Mocha.reporters.Base.consoleLog = report;
  const mocha = new Mocha({
    ui: "bdd",
    reporter: "spec",
    color: false,
    timeout: HANG,
    ...(grep ? { grep } : {}),
  });
  const files = readdirSync(__dirname).filter((name) => name.endsWith(".test.cjs"));
  for (const name of files.sort()) mocha.addFile(path.join(__dirname, name));
  const { passed, failed } = await runMocha(mocha);
  report(`${passed} passed, ${failed} failed`);
  if (failed > 0) throw new Error(`${failed} of ${passed + failed} tests failed`);
  if (passed === 0) throw new Error(`No test ran of ${files.length} files${grep ? ` (grep: ${grep})` : ""}`);
};

/** The mark lets run.mjs tell the report from the rest of the window's log. @param {unknown[]} args */
function report(...args) {
  console.log(`${process.env.UNROLL_TEST_MARK ?? ""}${format(...args)}`);
}

/** @returns {Promise<{ passed: number, failed: number }>} */
function runMocha(mocha) {
  return new Promise((resolve) => {
    const runner = mocha.run((failed) => resolve({ passed: runner.stats?.passes ?? 0, failed }));
  });
}
