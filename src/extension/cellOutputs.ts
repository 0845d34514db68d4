import { l10n, type NotebookCellExecution, NotebookCellOutput, NotebookCellOutputItem } from "vscode";
import type { CellError, MimeBundle } from "../trace/index.js";
import { LatestOnly } from "./latestOnly.js";
import { errorItem, outputItems } from "./outputItems.js";

/** A display that has an id is redrawn at most this often. ms */
const REDRAW_INTERVAL = 200;
/** A cell's printed text is cut here: VS Code stops backing up a notebook at 10,000 KB of outputs. Characters */
export const MOST_TEXT = 1_000_000;

type StreamName = "stdout" | "stderr";

export interface Display {
  readonly displayId?: string;
  readonly data: MimeBundle;
  readonly isResult?: boolean;
}

interface LiveDisplay {
  readonly output: NotebookCellOutput;
  readonly redraw: LatestOnly<MimeBundle>;
}

/**
 * The outputs of one running cell; those of its last run are cleared first. What comes after `close()` is dropped, since
 * VS Code would throw.
 */
export class CellOutputs {
  #outputs: NotebookCellOutput[] = [];
  #isOpen = true;
  #textLength = 0;
  readonly #displays = new Map<string, LiveDisplay>();

  /** @param execution started already */
  constructor(private readonly execution: NotebookCellExecution) {
    this.execution.clearOutput();
  }

  /** Appends printed text to the last output when that is of the same stream. */
  stream(name: StreamName, text: string): void {
    if (!this.#isOpen || this.#textLength > MOST_TEXT) return;
    this.#textLength += text.length;
    this.#appendText(name, text.slice(0, Math.max(0, text.length - (this.#textLength - MOST_TEXT))));
    if (this.#textLength > MOST_TEXT) this.#appendText("stderr", textWasCut());
  }

  /** Shows a new output, or redraws the one with this `displayId` in place. */
  display({ displayId, data, isResult }: Display): void {
    if (!this.#isOpen) return;
    const live = displayId === undefined ? undefined : this.#displays.get(displayId);
    if (live) live.redraw.push(data);
    else this.#appendDisplay({ displayId, data, isResult });
  }

  #appendDisplay({ displayId, data, isResult }: Display): void {
    const output = new NotebookCellOutput(outputItems(data), isResult ? this.#resultMetadata() : undefined);
    this.#append(output);
    if (displayId !== undefined) this.#displays.set(displayId, this.#live(output, data));
  }

  /** Takes the output with this `displayId` away, if there is one. */
  clearDisplay(displayId: string): void {
    const live = this.#displays.get(displayId);
    if (!this.#isOpen || !live) return;
    live.redraw.cancel();
    this.#displays.delete(displayId);
    this.#outputs = this.#outputs.filter((output) => output !== live.output);
    this.execution.replaceOutput(this.#outputs);
  }

  error(error: CellError): void {
    if (this.#isOpen) this.#append(new NotebookCellOutput([errorItem(error)], { outputType: "error" }));
  }

  /** Draws what still waits; from now on nothing is written. */
  close(): void {
    if (!this.#isOpen) return;
    for (const { redraw } of this.#displays.values()) {
      redraw.flush();
    }
    this.#isOpen = false;
  }

  #append(output: NotebookCellOutput): void {
    this.#outputs.push(output);
    this.execution.appendOutput(output);
  }

  #appendText(name: StreamName, text: string): void {
    if (!text) return;
    const item = NotebookCellOutputItem[name](text);
    const last = this.#outputs.at(-1);
    if (last?.metadata?.stream === name) {
      last.items.push(item);
      this.execution.appendOutputItems(item, last);
    } else this.#append(new NotebookCellOutput([item], { stream: name }));
  }

  /** The first contents are drawn by now: they start the interval. */
  #live(output: NotebookCellOutput, first: MimeBundle): LiveDisplay {
    const redraw = new LatestOnly<MimeBundle>((data) => {
      if (data === first) return;
      // The object keeps its contents true: `replaceOutput` sends them again.
      output.items = outputItems(data);
      this.execution.replaceOutputItems(output.items, output);
    }, REDRAW_INTERVAL);
    redraw.push(first);
    return { output, redraw };
  }

  /** What makes it an `execute_result` in the saved file. */
  #resultMetadata() {
    return { outputType: "execute_result", executionCount: this.execution.executionOrder };
  }
}

const textWasCut = () =>
  `\n${l10n.t("The rest of the text is not shown: it is longer than {0} characters.", MOST_TEXT.toLocaleString())}\n`;
