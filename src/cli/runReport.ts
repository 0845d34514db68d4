import { clearLine, cursorTo } from "node:readline";
import type { Progress } from "../trace/index.js";
import type { CellInfo, RunListener } from "./runNotebook.js";

/** The part of a terminal's stream that is written to. */
export interface Terminal extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Says how a run goes: a line for each cell, and on a terminal a bar while it trains. */
export function runReport(terminal: Terminal): RunListener {
  const status = (line: string) => terminal.isTTY && showInPlace(terminal, line);
  return {
    onStart: (cell) => status(heading(cell, "…")),
    onProgress: (cell, progress) => status(`${heading(cell, "…")}  ${progressText(progress)}`),
    onWarning: (_cell, text) => {
      status("");
      terminal.write(`${text}\n`);
    },
    onEnd: (cell, { status: ended }, seconds) => {
      status("");
      terminal.write(`${heading(cell, ended)}  ${duration(seconds)}  ${firstLine(cell.source)}\n`);
    },
  };
}

function showInPlace(terminal: Terminal, line: string): void {
  cursorTo(terminal, 0);
  clearLine(terminal, 0);
  // A line that wraps could not be cleared again.
  terminal.write(line.slice(0, (terminal.columns ?? 80) - 1));
}

function heading({ number, total }: CellInfo, status: string): string {
  return `[${String(number).padStart(String(total).length)}/${total}] ${status}`;
}

const BAR_LENGTH = 20;

function progressText({ step, steps, loss, stepsPerSecond, secondsLeft }: Progress): string {
  const full = steps > 0 ? Math.round((BAR_LENGTH * step) / steps) : 0;
  const bar = "█".repeat(full) + "░".repeat(BAR_LENGTH - full);
  const lossText = loss === null ? "" : `  loss ${loss.toPrecision(4)}`;
  return `${bar} ${step}/${steps}${lossText}  ${stepsPerSecond.toFixed(0)} steps/s  ${duration(secondsLeft)} left`;
}

function duration(seconds: number): string {
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** The first line of code that is no remark, cut at 60 characters. */
function firstLine(source: string): string {
  const code = source.split("\n").map((line) => line.trim());
  const line = code.find((text) => text && !text.startsWith("//")) ?? "";
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
