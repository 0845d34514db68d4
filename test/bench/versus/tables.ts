/** The results as Markdown tables. */
import { flopsOf, nameOf } from "./cases.js";
import { BROWSER_AT_MOST, goalOf } from "./goalTable.js";
import type { PeerName } from "./peers.js";
import {
  bestTorch,
  type CaseResult,
  type GrowthPoint,
  gflopsOf,
  type Peak,
  peakOf,
  ratioTo,
  timeOf,
} from "./results.js";
import type { Spread } from "./statistics.js";

const NONE = "–";

/** Three digits that count, never an exponent: `0.00912`, `13.2`, `1220`. */
export function digits(value: number): string {
  if (value === 0) return "0";
  return value.toFixed(Math.max(0, Math.min(20, 2 - Math.floor(Math.log10(Math.abs(value))))));
}

/** `13.2 (12.9…14.0)`: the median and the middle half. */
export function spreadText(spread: Spread | undefined): string {
  return spread ? `${digits(spread.median)} (${digits(spread.low)}…${digits(spread.high)})` : NONE;
}

/** @param rows  as many cells each as the head. @throws Error when one has not */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const odd = rows.find((row) => row.length !== head.length);
  if (odd) throw new Error(`a row of ${odd.length} cells under a head of ${head.length}: ${odd.join(" | ")}`);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, i) => (i === 0 ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** Ours and PyTorch's times, the ratios to all peers. */
export function casesTable(results: readonly CaseResult[], peaks: readonly Peak[]): string {
  const head = [
    "network (H, I = O, T, B)",
    "Unroll, ms",
    "GFLOP/s",
    "of peak",
    "PyTorch, ms",
    "PyTorch ÷ Unroll",
    "goal",
    "reference ÷",
    "tfjs-wasm ÷",
    "brain.js ÷",
  ];
  return table(
    head,
    results.map((result) => caseRow(result, peaks)),
  );
}

function caseRow(result: CaseResult, peaks: readonly Peak[]): string[] {
  const torch = bestTorch(result);
  const gflops = gflopsOf(result);
  const peak = peakOf(peaks, result.case.dtype);
  const goal = goalOf(result.case, "torch1");
  const ratio = (peer: PeerName) => spreadText(ratioTo(result, peer));
  return [
    nameOf(result.case),
    spreadText(timeOf(result, "unroll")),
    gflops === undefined ? NONE : digits(gflops),
    gflops === undefined || peak === undefined ? NONE : `${Math.round((100 * gflops) / peak)} %`,
    torch ? `${spreadText(timeOf(result, torch))}, ${torch === "torch1" ? "1 thread" : "2 threads"}` : NONE,
    torch ? spreadText(ratioTo(result, torch)) : NONE,
    goal === undefined ? NONE : `≥ ${goal}`,
    ratio("reference"),
    ratio("tfjs"),
    ratio("brain"),
  ];
}

/** Of the cases that were measured in both. @returns undefined without any */
export function browserTable(results: readonly CaseResult[]): string | undefined {
  const rows = results
    .filter((result) => timeOf(result, "chromium"))
    .map((result) => [
      nameOf(result.case),
      spreadText(timeOf(result, "unroll")),
      spreadText(timeOf(result, "chromium")),
      spreadText(ratioTo(result, "chromium")),
      `≤ ${BROWSER_AT_MOST}`,
    ]);
  const head = ["network (H, I = O, T, B)", "Node, ms", "Chromium, ms", "Chromium ÷ Node", "goal"];
  return rows.length > 0 ? table(head, rows) : undefined;
}

/** As a reader knows them. */
export const TITLES: Readonly<Record<PeerName, string>> = {
  unroll: "Unroll",
  chromium: "Unroll in Chromium",
  torch1: "PyTorch",
  torch2: "PyTorch",
  reference: "reference backend",
  tfjs: "tfjs-wasm",
  brain: "brain.js",
};

/** Megabytes by process. */
export function memoryTable(results: readonly CaseResult[]): string {
  const peers = ["unroll", "torch1", "torch2", "reference", "tfjs", "brain"] as const;
  const head = ["network (H, I = O, T, B)", "Unroll's numbers, MB", ...peers.map((peer) => processTitle(peer))];
  const rows = results.map((result) => {
    const of = (peer: PeerName) => result.measured.find((one) => one.peer === peer);
    return [nameOf(result.case), megabytes(of("unroll")?.arena), ...peers.map((peer) => megabytes(of(peer)?.resident))];
  });
  return table(head, rows);
}

const processTitle = (peer: PeerName): string =>
  peer === "torch1" || peer === "torch2"
    ? `PyTorch, ${peer === "torch1" ? "1 thread" : "2 threads"}`
    : `process of ${TITLES[peer]}`;

const megabytes = (bytes: number | undefined): string => (bytes === undefined ? NONE : digits(bytes / 1e6));

export function growthTable(points: readonly GrowthPoint[]): string {
  const head = ["grows", "H", "T", "B", "ms", "ns per 1000 flops", "numbers, MB", "bytes per T·B·H"];
  return table(head, points.map(growthRow));
}

function growthRow({ varied, result }: GrowthPoint): string[] {
  const { hidden, timeSteps, batch } = result.case.shape;
  const time = timeOf(result, "unroll");
  const arena = result.measured.find(({ peer }) => peer === "unroll")?.arena;
  return [
    varied,
    ...[hidden, timeSteps, batch].map(String),
    spreadText(time),
    time ? digits((1e9 * time.median) / flopsOf(result.case.shape)) : NONE,
    megabytes(arena),
    arena === undefined ? NONE : digits(arena / (timeSteps * batch * hidden)),
  ];
}

export function peaksTable(peaks: readonly Peak[]): string {
  const title = (by: PeerName) => (by === "tfjs" ? "tfjs-wasm, 1 thread" : processTitle(by));
  const rows = peaks.map(({ by, dtype, gflops }) => [title(by), dtype, digits(gflops)]);
  return table(["512 × 512 matrix product", "numbers", "GFLOP/s"], rows);
}
