import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import vm from "node:vm";
import * as lab from "../lab/index.js";
import { IMPORT_FUNCTION } from "./rewriteImports.js";
import { AWAIT_FUNCTION, EACH_FUNCTION, eachUnlessInterrupted, unlessInterrupted } from "./sessionAwaits.js";

/** By this name a cell may import what it has already. */
const OWN_PACKAGE = "unroll-notebooks";

/** Gives the cells the lab's names, `display` and `require`. A cell may take a name for something else. */
export function installGlobals(display: (value: unknown) => Promise<void>): void {
  const require = createRequire(join(process.cwd(), "notebook.js"));
  const hidden = {
    [IMPORT_FUNCTION]: importModule,
    [AWAIT_FUNCTION]: unlessInterrupted,
    [EACH_FUNCTION]: eachUnlessInterrupted,
  };
  const globals = { ...lab, display, require, ...hidden };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
}

/** As if it were written in the notebook's folder. */
const importHere: (specifier: string, options?: object) => Promise<object> = new vm.Script(
  "(specifier, options) => import(specifier, options)",
  { importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER },
).runInThisContext();

/**
 * What a cell's `import` becomes.
 * @param names the exports that must be there
 * @throws SyntaxError when one is missing
 */
async function importModule(specifier: string, names: readonly string[], attributes?: object): Promise<object> {
  const options = attributes && { with: attributes };
  const module = specifier === OWN_PACKAGE ? lab : await importHere(specifier, options);
  const missing = names.find((name) => !(name in module));
  if (missing === undefined) return module;
  const advice = `If it is a type, write: import { type ${missing} } from "${specifier}"`;
  throw new SyntaxError(`"${specifier}" exports nothing named "${missing}". ${advice}`);
}
