import {
  env,
  l10n,
  type NotebookCell,
  NotebookCellData,
  NotebookData,
  type NotebookDocument,
  type QuickPickItem,
  QuickPickItemKind,
  Uri,
  window,
  workspace,
} from "vscode";
import { NOTEBOOK_TYPE } from "./identifiers.js";
import { lessonsInLanguage } from "./lessonLanguage.js";
import { lessonSummary } from "./lessonSummary.js";

interface LessonItem extends QuickPickItem {
  readonly uri: Uri;
}

/** Opens lessons as untitled copies, so that those of the installed extension stay as they are. */
export class Lessons {
  readonly #copies = new WeakSet<NotebookDocument>();

  /** @param folder with the lessons and their data */
  constructor(readonly folder: Uri) {}

  /** Whether the notebook is a lesson's copy that is not saved yet: its data is where the lesson is. */
  isCopy(notebook: NotebookDocument): boolean {
    return this.#copies.has(notebook);
  }

  /** @param name the lesson's file name; default: the user is asked */
  async open(name?: string): Promise<void> {
    const uri = name ? Uri.joinPath(this.folder, name) : (await pickLesson(this.folder))?.uri;
    if (!uri) return;
    const lesson = await workspace.openNotebookDocument(uri);
    const data = new NotebookData(lesson.getCells().map(copyOf));
    data.metadata = { ...lesson.metadata };
    const copy = await workspace.openNotebookDocument(NOTEBOOK_TYPE, data);
    this.#copies.add(copy);
    await window.showNotebookDocument(copy);
  }
}

/** The course, then the lessons from the lecture notes, each in the order of their file names. */
async function listLessons(folder: Uri): Promise<QuickPickItem[]> {
  const [course, notes] = await Promise.all([lessonsIn(folder), lessonsIn(Uri.joinPath(folder, "notes"))]);
  return [separator(l10n.t("Course")), ...course, separator(l10n.t("Lessons from lecture notes")), ...notes];
}

const separator = (label: string): QuickPickItem => ({ label, kind: QuickPickItemKind.Separator });

async function lessonsIn(folder: Uri): Promise<LessonItem[]> {
  const names = (await workspace.fs.readDirectory(folder)).map(([name]) => name);
  return Promise.all(
    lessonsInLanguage(names, env.language).map((name) => lessonItem(Uri.joinPath(folder, name), name)),
  );
}

async function lessonItem(uri: Uri, name: string): Promise<LessonItem> {
  const text = new TextDecoder().decode(await workspace.fs.readFile(uri));
  const { title, description } = lessonSummary(text) ?? { title: name, description: "" };
  return { uri, label: title, detail: description, iconPath: undefined };
}

async function pickLesson(folder: Uri): Promise<LessonItem | undefined> {
  const picked = await window.showQuickPick(listLessons(folder), {
    title: l10n.t("Open a Lesson"),
    placeHolder: l10n.t("A lesson opens as a copy of its own: change whatever you like"),
    matchOnDetail: true,
  });
  // a separator cannot be picked
  return picked as LessonItem | undefined;
}

function copyOf(cell: NotebookCell): NotebookCellData {
  const data = new NotebookCellData(cell.kind, cell.document.getText(), cell.document.languageId);
  data.metadata = cell.metadata;
  data.outputs = [...cell.outputs];
  return data;
}
