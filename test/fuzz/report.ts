import type { Failure, Fuzz } from "./fuzz.js";

interface Run {
  readonly seed: number;
  readonly count: number;
  readonly texts: number;
  readonly wrongTexts: number;
  /** Of one core. */
  readonly seconds: number;
}

/** What a run met and found, in Markdown. */
export function reportOf(fuzz: Fuzz, { seed, count, texts, wrongTexts, seconds }: Run): string {
  const { drawn, refused, held, leftOut, failures, coverage } = fuzz;
  const without = [...refused.values()].reduce((sum, n) => sum + n, 0);
  const broken = new Map(
    [...held.keys()].map((law) => [law, failures.filter((failure) => failure.law === law).length]),
  );
  const textLine =
    texts === 0
      ? []
      : [
          `${texts} random and mutated texts: ${wrongTexts} were neither a definition nor an error that points into the text.`,
          "",
        ];
  return [
    "# Networks drawn from the grammar",
    "",
    `Written by \`npm run fuzz -- --count ${count} --seed ${seed}${texts > 0 ? ` --texts ${texts}` : ""} --write\`. What the laws say stands in \`test/fuzz/laws\`.`,
    "",
    `${drawn} networks, ${((seconds / Math.max(1, drawn)) * 1000).toFixed(0)} ms of one core each; ${without} (${percent(without, drawn)}) were refused or say nothing of rounding:`,
    "",
    ...table(["reason", "networks"], sorted(refused)),
    "",
    ...table(
      ["law", "networks held to it", "wrong"],
      [...held].map(([law, n]) => [law, n, broken.get(law) ?? 0]),
    ),
    "",
    ...table(["left out of a law", "networks"], sorted(leftOut)),
    "",
    ...textLine,
    "## What was met",
    "",
    coverage.toString(),
    "",
  ].join("\n");
}

const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

const sorted = (tally: ReadonlyMap<string, number>) => [...tally].sort(([, a], [, b]) => b - a);

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] => [
  `| ${head.join(" | ")} |`,
  `|${"---|".repeat(head.length)}`,
  ...rows.map((row) => `| ${row.join(" | ")} |`),
];

/** A failure as somebody would report it, and how to run it again. */
export function failureText({ index, law, network, wrong }: Failure): string {
  const { text, sizes, T, B, initial, reduction, seed } = network;
  const lines = text.split("\n").map((line) => `    ${line}`);
  return [
    `network ${index} breaks "${law}":`,
    ...lines,
    `  sizes ${JSON.stringify(sizes)}, T = ${T}, B = ${B}, initial ${JSON.stringify(initial)}, reduction ${reduction}, numbers of seed ${seed}`,
    ...wrong.slice(0, 4).map((what) => `  ${what}`),
    `  npm run fuzz -- --network '${JSON.stringify(network).replaceAll("'", "'\\''")}'`,
  ].join("\n");
}
