import { posix } from "node:path";
import type { NotebookDocument } from "vscode";

/** A notebook's name without its folder, as its tab shows it. */
export const notebookName = ({ uri }: NotebookDocument): string => posix.basename(uri.path);
