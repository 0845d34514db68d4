import { NotebookCellOutputItem } from "vscode";
import { type CellError, type MimeBundle, UNROLL_MIME } from "../trace/index.js";

/** Preferred types, best first: VS Code shows the first that it can. */
const PREFERRED = [UNROLL_MIME, "image/svg+xml"];
const BINARY = /^(image|audio|video)\/(?!svg\+xml)|^application\/(pdf|octet-stream)$/;

/** The contents of one output, best type first and plain text last; binary types hold base64. */
export function outputItems(bundle: MimeBundle): NotebookCellOutputItem[] {
  const types = Object.keys(bundle).sort((a, b) => rank(a) - rank(b));
  return types.map((mime) => item(bundle[mime]!, mime));
}

function rank(mime: string): number {
  const preferred = PREFERRED.indexOf(mime);
  if (preferred >= 0) return preferred;
  return mime === "text/plain" ? PREFERRED.length + 1 : PREFERRED.length;
}

/** Text, not `.json()`: that one would indent with tabs. */
function item(content: string, mime: string): NotebookCellOutputItem {
  if (BINARY.test(mime)) return new NotebookCellOutputItem(Buffer.from(content, "base64"), mime);
  return NotebookCellOutputItem.text(content, mime);
}

/** An error as VS Code draws it: the stack alone, whose line `Cell In [n], line m` it turns into a link. */
export const errorItem = (error: CellError): NotebookCellOutputItem => NotebookCellOutputItem.error({ ...error });
