/** A notebook's file, nbformat 4: what the command line reads of it, and everything else kept as it is. */
import * as v from "valibot";

const text = v.union([v.string(), v.array(v.string())]);
const metadata = v.optional(v.record(v.string(), v.unknown()), {});
const cell = v.looseObject({
  id: v.optional(v.string()),
  cell_type: v.picklist(["code", "markdown", "raw"]),
  metadata,
  source: text,
  attachments: v.optional(v.record(v.string(), v.record(v.string(), text))),
});
const notebook = v.looseObject({
  nbformat: v.number(),
  nbformat_minor: v.optional(v.number(), 0),
  metadata,
  cells: v.array(cell),
});

export type NotebookCell = v.InferOutput<typeof cell> & {
  execution_count?: number | null;
  outputs?: readonly CellOutput[];
};
export interface Notebook extends v.InferOutput<typeof notebook> {
  cells: NotebookCell[];
}

/** Contents by MIME type, as a notebook stores them: text as lines, JSON as it is. */
export type StoredBundle = Readonly<Record<string, unknown>>;

/** One output of a cell, as a notebook stores it. */
export type CellOutput =
  | { readonly output_type: "stream"; readonly name: "stdout" | "stderr"; readonly text: readonly string[] }
  | { readonly output_type: "display_data"; readonly metadata: object; readonly data: StoredBundle }
  | {
      readonly output_type: "execute_result";
      readonly execution_count: number;
      readonly metadata: object;
      readonly data: StoredBundle;
    }
  | {
      readonly output_type: "error";
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

/** A file that is no notebook Unroll can run; the message says why and begins with the file's name. */
export class NotebookError extends Error {
  override readonly name = "NotebookError";
}

/**
 * Reads a notebook's text.
 * @param name the file's, for the messages
 * @throws NotebookError
 */
export function parseNotebook(json: string, name: string): Notebook {
  const result = v.safeParse(notebook, parseJson(json, name));
  if (!result.success) {
    const [issue] = result.issues;
    throw new NotebookError(`${name} is no notebook: ${v.getDotPath(issue) ?? "its text"}: ${issue.message}`);
  }
  refuseOtherKinds(result.output, name);
  return result.output;
}

function parseJson(json: string, name: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new NotebookError(`${name} is not JSON, as a notebook must be: ${(error as Error).message}`);
  }
}

function refuseOtherKinds(found: Notebook, name: string): void {
  if (found.nbformat !== 4) {
    throw new NotebookError(
      `${name} has notebook format ${found.nbformat}; format 4 is needed. Save it anew in Jupyter`,
    );
  }
  const language = notebookLanguage(found);
  if (cellLanguage(language) === undefined) {
    throw new NotebookError(`${name} is a notebook in ${language}; Unroll runs TypeScript and JavaScript`);
  }
}

/** The language of its cells, where they name none themselves; TypeScript when it is not said. */
export function notebookLanguage({ metadata: { language_info, kernelspec } }: Notebook): string {
  const info = language_info as { name?: string } | undefined;
  const spec = kernelspec as { language?: string } | undefined;
  return info?.name ?? spec?.language ?? "typescript";
}

const LANGUAGES: Readonly<Record<string, "typescript" | "javascript">> = {
  typescript: "typescript",
  ts: "typescript",
  javascript: "javascript",
  js: "javascript",
};

/** A language the kernel knows; undefined for others. */
export function cellLanguage(name: string): "typescript" | "javascript" | undefined {
  return LANGUAGES[name.toLowerCase()];
}

/** A cell's own language: VS Code stores it with a cell whose language is not the notebook's. */
export function languageOfCell(of: NotebookCell, ofNotebook: string): "typescript" | "javascript" | undefined {
  const { vscode } = of.metadata as { vscode?: { languageId?: string } };
  return cellLanguage(vscode?.languageId ?? ofNotebook);
}

/** Stored text as one string. */
export function joined(stored: string | readonly string[]): string {
  return typeof stored === "string" ? stored : stored.join("");
}

/** Text as a notebook stores it: lines, each with its line break. */
export function lines(whole: string): string[] {
  return whole.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
