import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMMANDS, CONTROLLER_ID, RENDERER_ID } from "../../src/extension/identifiers.js";
import { UNROLL_MIME } from "../../src/trace/mime.js";

const root = new URL("../../", import.meta.url);
const readText = (path: string) => readFileSync(new URL(path, root), "utf8");
const readStrings = (path: string) => JSON.parse(readText(path)) as Record<string, string>;

const manifest = JSON.parse(readText("package.json"));
const sources = readdirSync(new URL("src/extension/", root)).filter((name) => name.endsWith(".ts"));

/** Every text that the code hands to `l10n.t`. */
const keys = sources.flatMap((name) => {
  const calls = readText(`src/extension/${name}`).matchAll(/l10n\.t\(\s*("(?:[^"\\]|\\.)*")/g);
  return [...calls].map(([, literal]) => JSON.parse(literal!) as string);
});
const placeholders = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort();

describe("the translations", () => {
  const bundle = readStrings("l10n/bundle.l10n.zh-cn.json");

  it("reach every text of the code, and hold none that is not used", () => {
    expect(keys.length).toBeGreaterThan(20);
    expect(Object.keys(bundle).sort()).toEqual([...new Set(keys)].sort());
  });

  it("are found by their text alone: no call hands over anything else than a literal", () => {
    const calls = sources.flatMap((name) => [...readText(`src/extension/${name}`).matchAll(/l10n\.t\(/g)]);
    expect(calls).toHaveLength(keys.length);
  });

  it("keep the places for values, and are Chinese", () => {
    for (const [key, text] of Object.entries(bundle)) {
      expect(placeholders(text), key).toEqual(placeholders(key));
      expect(text, key).toMatch(/\p{Script=Han}/u);
    }
  });

  it("of the manifest hold every text that it names, in both languages", () => {
    const named = JSON.stringify(manifest).match(/(?<=")%[^%"]+%(?=")/g) ?? [];
    const names = named.map((name) => name.slice(1, -1)).sort();
    expect(Object.keys(readStrings("package.nls.json")).sort()).toEqual(names);
    expect(Object.keys(readStrings("package.nls.zh-cn.json")).sort()).toEqual(names);
  });

  it("of the manifest lead to the same commands", () => {
    const [english, chinese] = [readStrings("package.nls.json"), readStrings("package.nls.zh-cn.json")];
    const links = (text: string) => text.match(/\(command:[^)]*\)/g);
    for (const [key, text] of Object.entries(english)) expect(links(chinese[key]!), key).toEqual(links(text));
  });
});

describe("the manifest", () => {
  const { contributes } = manifest;

  it("names the identifiers that the code has", () => {
    const offered = contributes.commands.map(({ command }: { command: string }) => command).sort();
    const { trainingMenu, ...public_ } = COMMANDS;
    expect(offered).toEqual(Object.values(public_).sort());
    expect(offered).not.toContain(trainingMenu);
    expect(contributes.notebookRenderer[0]).toMatchObject({ id: RENDERER_ID, mimeTypes: [UNROLL_MIME] });
    expect(manifest.activationEvents).toContain(`onRenderer:${RENDERER_ID}`);
    const kernel = `notebookKernel == '${manifest.publisher}.${manifest.name}/${CONTROLLER_ID}'`;
    expect(contributes.menus["notebook/toolbar"][0].when).toContain(kernel);
  });

  it("never wakes the extension without need", () => expect(manifest.activationEvents).not.toContain("*"));

  it("names pictures and lessons that exist", () => {
    const paths = [
      manifest.icon,
      ...contributes.walkthroughs[0].steps.map((step: { media: { svg: string } }) => step.media.svg),
    ];
    for (const path of paths) expect(existsSync(new URL(path, root)), path).toBe(true);
    const lessons = Object.values(readStrings("package.nls.json")).flatMap(
      (text) => decodeURIComponent(text).match(/[\w-]+\.ipynb/g) ?? [],
    );
    expect(lessons).not.toEqual([]);
    for (const lesson of lessons) expect(existsSync(new URL(`examples/${lesson}`, root)), lesson).toBe(true);
  });

  it("has an icon of 256 by 256", () => {
    const png = readFileSync(new URL(manifest.icon, root));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([256, 256]);
  });
});
