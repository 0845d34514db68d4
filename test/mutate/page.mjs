/** docs/mutations.md: what survives of the mutants, each with its reason. */

const KINDS = [
  ["planner", "The planner", "each condition of `src/engine/simd/*.ts` made always true, always false or another one"],
  ["kernels", "The kernels", "each operator of `src/engine/simd/wasm/*.ts` exchanged for another one"],
];

/**
 * @param {(kind: string) => Readonly<Record<string, "found" | "survived" | "not judged">>} verdictsOf
 * @param {Readonly<Record<string, string>>} reasons by survivor
 */
export function pageOf(verdictsOf, reasons) {
  return [
    "# Mutations",
    "",
    "The fast engine is broken in one place at a time and then judged: compiled plans are walked through, and gradients held against the",
    "reference (`npm run mutate`, and with `-- --kernels`). What is judged right all the same has survived.",
    "None of those below changes a number by more than rounding does, on the engine that judged it.",
    "",
    ...KINDS.flatMap(([kind, title, what]) => sectionOf(title, what, verdictsOf(kind), reasons)),
  ].join("\n");
}

function sectionOf(title, what, verdicts, reasons) {
  const all = Object.keys(verdicts);
  const judged = all.filter((key) => verdicts[key] !== "not judged");
  const survivors = all.filter((key) => verdicts[key] === "survived").sort();
  return [
    `## ${title}`,
    "",
    `Broken: ${what}. ${judged.length} of ${all.length} mutants were judged, ${survivors.length} of them survived.`,
    "",
    "| survivor | why it changes no number |",
    "|---|---|",
    ...survivors.map((key) => `| ${cell(key)} | ${cell(reasons[key] ?? "**unexplained**")} |`),
    "",
  ];
}

const cell = (text) => text.replaceAll("|", "\\|");
