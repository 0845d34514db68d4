/** Imports and exports of a cell's top level: a cell is no module, so the ones become calls and the others go. */
import type { ExportNamedDeclaration, ImportAttribute, ImportDeclaration } from "acorn";
import type { CellEdit } from "./cellEdit.js";

/** The function that a rewritten import calls: `(specifier, names, attributes?) => Promise<module>`. */
export const IMPORT_FUNCTION = "__unrollImport";

/** `import d, { a as b } from "p"` → `;({ "default": d, "a": b } = await __unrollImport("p", ["default","a"]));` */
export function rewriteImport(edit: CellEdit, declaration: ImportDeclaration): void {
  const isShared = edit.share(declaration.specifiers.map(({ local }) => local.name));
  const assign = ([target, value]: Assignment) => (isShared ? `(${target} = ${value})` : `const ${target} = ${value}`);
  const isBare = declaration.specifiers.length === 0;
  const calls = isBare ? [moduleCall(declaration, [])] : assignments(declaration).map(assign);
  edit.text.overwrite(declaration.start, declaration.end, `;${calls.join("; ")};`);
}

type Assignment = readonly [target: string, value: string];

function assignments(declaration: ImportDeclaration): Assignment[] {
  const named = namedImports(declaration);
  const module = moduleCall(declaration, named);
  const namespace = declaration.specifiers.find(({ type }) => type === "ImportNamespaceSpecifier")?.local.name;
  const whole: Assignment[] = namespace ? [[namespace, module]] : [];
  if (named.length === 0 && namespace) return whole;
  const pattern = named.map(({ imported, local }) => `${JSON.stringify(imported)}: ${local}`).join(", ");
  return [...whole, [`{ ${pattern} }`, namespace ?? module]];
}

interface NamedImport {
  readonly imported: string;
  readonly local: string;
}

function namedImports({ specifiers }: ImportDeclaration): NamedImport[] {
  return specifiers.flatMap((specifier) => {
    const local = specifier.local.name;
    if (specifier.type === "ImportNamespaceSpecifier") return [];
    if (specifier.type === "ImportDefaultSpecifier") return [{ imported: "default", local }];
    const { imported } = specifier;
    return [{ imported: imported.type === "Identifier" ? imported.name : String(imported.value), local }];
  });
}

function moduleCall({ source, attributes }: ImportDeclaration, named: readonly NamedImport[]): string {
  const names = named.map(({ imported }) => imported);
  const call = [String(source.value), names, ...attributesObject(attributes)];
  return `await ${IMPORT_FUNCTION}(${call.map((argument) => JSON.stringify(argument)).join(", ")})`;
}

function attributesObject(attributes: readonly ImportAttribute[]): Record<string, string>[] {
  if (attributes.length === 0) return [];
  return [Object.fromEntries(attributes.map(({ key, value }) => [keyName(key), String(value.value)]))];
}

function keyName(key: ImportAttribute["key"]): string {
  return key.type === "Identifier" ? key.name : String(key.value);
}

/** `export const a = 1` → `const a = 1`; `export { a }` goes. */
export function removeExport(edit: CellEdit, { start, end, declaration }: ExportNamedDeclaration): void {
  if (declaration) edit.text.remove(start, declaration.start);
  else edit.text.overwrite(start, end, ";");
}
