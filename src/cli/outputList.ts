import type { CellError, MimeBundle, OutputEvent } from "../trace/index.js";
import { type CellOutput, lines, type StoredBundle } from "./notebook.js";

interface Entry {
  readonly displayId: string | undefined;
  output: CellOutput;
}

/** Gathers what a cell shows into what its notebook stores. */
export class OutputList {
  #entries: Entry[] = [];

  constructor(private readonly executionCount: number) {}

  get outputs(): readonly CellOutput[] {
    return this.#entries.map(({ output }) => output);
  }

  /** Takes one event; progress is shown elsewhere. */
  add(event: OutputEvent): void {
    if (event.type === "stream") this.#stream(event.name, event.text);
    if (event.type === "warning") this.#stream("stderr", `${event.text}\n`);
    if (event.type === "display") this.#display(event);
    if (event.type === "clearDisplay") this.#clear(event.displayId);
  }

  addError({ name, message, stack }: CellError): void {
    const output = { output_type: "error", ename: name, evalue: message, traceback: stack.split("\n") } as const;
    this.#entries.push({ displayId: undefined, output });
  }

  /** What is printed goes on with the output before it when that was printed to the same stream. */
  #stream(name: "stdout" | "stderr", text: string): void {
    const last = this.#entries.at(-1);
    if (last?.output.output_type === "stream" && last.output.name === name) {
      last.output = { ...last.output, text: lines(last.output.text.join("") + text) };
    } else {
      this.#entries.push({ displayId: undefined, output: { output_type: "stream", name, text: lines(text) } });
    }
  }

  #display({ displayId, data, isResult }: Extract<OutputEvent, { type: "display" }>): void {
    const output = this.#dataOutput(storedBundle(data), isResult ?? false);
    const shown = displayId === undefined ? undefined : this.#entries.find((entry) => entry.displayId === displayId);
    if (shown) shown.output = output;
    else this.#entries.push({ displayId, output });
  }

  #dataOutput(data: StoredBundle, isResult: boolean): CellOutput {
    if (!isResult) return { output_type: "display_data", metadata: {}, data };
    return { output_type: "execute_result", execution_count: this.executionCount, metadata: {}, data };
  }

  #clear(displayId: string): void {
    this.#entries = this.#entries.filter((entry) => entry.displayId !== displayId);
  }
}

function storedBundle(bundle: MimeBundle): StoredBundle {
  return Object.fromEntries(Object.entries(bundle).map(([mime, content]) => [mime, storedContent(mime, content)]));
}

/** JSON as a value, text as lines, anything else (base64) as it is. */
function storedContent(mime: string, content: string): unknown {
  if (/^application\/(.*\+)?json$/.test(mime)) return jsonOrText(content);
  return mime.startsWith("text/") || mime === "image/svg+xml" ? lines(content) : content;
}

function jsonOrText(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    // The notebook stays valid: a JSON type may hold a string.
    return content;
  }
}
