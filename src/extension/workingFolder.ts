import { homedir } from "node:os";
import { dirname } from "node:path";
import { type NotebookDocument, type Uri, workspace } from "vscode";

/**
 * Where a notebook's kernel runs: the notebook's own folder; for one without a file the workspace's first folder on disk,
 * else the home folder.
 */
export function workingFolder(notebook: NotebookDocument): string {
  const { uri } = notebook;
  if (uri.scheme === "file") return dirname(uri.fsPath);
  const owner = workspace.getWorkspaceFolder(uri) ?? workspace.workspaceFolders?.find(isOnDisk);
  return owner && isOnDisk(owner) ? owner.uri.fsPath : homedir();
}

const isOnDisk = ({ uri }: { readonly uri: Uri }) => uri.scheme === "file";
