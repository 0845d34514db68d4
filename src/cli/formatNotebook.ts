import { createHash } from "node:crypto";
import { joined, lines, type Notebook, type NotebookCell, notebookLanguage } from "./notebook.js";

const VALID_ID = /^[a-zA-Z0-9_-]{1,64}$/;

/**
 * A notebook's text in nbformat 4.5, as editors write it: keys sorted, one space of indent. Cells without a usable id
 * get one made of their text and place, so that the same notebook gives the same file.
 */
export function formatNotebook(notebook: Notebook): string {
  const ids = new Set<string>();
  const cells = notebook.cells.map((cell, index) => formatCell(cell, uniqueId(cell, index, ids)));
  const metadata = { ...notebook.metadata, ...kernelMetadata(notebook) };
  return `${JSON.stringify(sorted({ ...notebook, metadata, nbformat: 4, nbformat_minor: 5, cells }), null, 1)}\n`;
}

function kernelMetadata(notebook: Notebook): object {
  const language = notebookLanguage(notebook);
  const given = (notebook.metadata.language_info ?? {}) as object;
  return {
    kernelspec: { name: "unroll", display_name: "Unroll", language: "typescript" },
    language_info: { ...given, name: language },
  };
}

function formatCell(cell: NotebookCell, id: string): object {
  const { outputs, execution_count, ...rest } = cell;
  const source = lines(joined(cell.source));
  if (cell.cell_type !== "code") return { ...rest, id, source };
  return { ...rest, id, source, outputs: outputs ?? [], execution_count: execution_count ?? null };
}

function uniqueId(cell: NotebookCell, index: number, taken: Set<string>): string {
  let id = cell.id ?? "";
  for (let attempt = 0; !VALID_ID.test(id) || taken.has(id); attempt++) {
    const seed = `${attempt} ${index} ${joined(cell.source)}`;
    id = createHash("sha256").update(seed).digest("hex").slice(0, 8);
  }
  taken.add(id);
  return id;
}

/** Keys in order, at every depth, so that files can be compared. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
