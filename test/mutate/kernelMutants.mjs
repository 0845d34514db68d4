/** What each kernel may be broken into: its conditions and its arithmetic, one place at a time. */
import { Names } from "./conditions.mjs";

const SWAPS = [
  [/v128\.add<F>/gu, "v128.sub<F>"],
  [/v128\.sub<F>/gu, "v128.add<F>"],
  [/v128\.mul<F>/gu, "v128.add<F>"],
  [/v128\.div<F>/gu, "v128.mul<F>"],
  [/f64x2\.add\(/gu, "f64x2.sub("],
  [/f64x2\.mul\(/gu, "f64x2.add("],
  [/ \+= /gu, " -= "],
  [/ < /gu, " <= "],
  [/ <= /gu, " < "],
  [/ == /gu, " != "],
  [/ != /gu, " == "],
  [/ && /gu, " || "],
  [/ \|\| /gu, " && "],
  [/\badds \?/gu, "!adds ?"],
];
const NO_CODE = /^\s*(?:\/\/|\/?\*|import|@inline const)/u;

/** @param {string} file @param {string} source AssemblyScript @returns {{ file: string, what: string, code: string }[]} */
export function kernelMutantsOf(file, source) {
  const lines = source.split("\n");
  const named = new Names();
  const withLine = (row, line) => [...lines.slice(0, row), line, ...lines.slice(row + 1)].join("\n");
  return lines.flatMap((line, row) => {
    if (NO_CODE.test(line)) return [];
    return SWAPS.flatMap(([from, to]) =>
      [...line.matchAll(from)].map((match) => {
        const changed = line.slice(0, match.index) + to + line.slice(match.index + match[0].length);
        const what = `${line.trim()} | ${match[0].trim()} → ${to.trim()} at ${match.index - line.search(/\S/u)}`;
        return { file, what: named.of(what), code: withLine(row, changed) };
      }),
    );
  });
}
