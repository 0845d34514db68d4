import { beforeEach, describe, expect, it, vi } from "vitest";
import type { NotebookCell, NotebookDocument } from "vscode";
import { TrainingStatus } from "../../src/extension/trainingStatus.js";

const { item, window } = vi.hoisted(() => {
  const item = {
    text: "",
    tooltip: "",
    isShown: false,
    show() {
      this.isShown = true;
    },
    hide() {
      this.isShown = false;
    },
  };
  const window = {
    activeNotebookEditor: undefined as { notebook: unknown } | undefined,
    onActive: () => {},
    createStatusBarItem: () => item,
    onDidChangeActiveNotebookEditor: (listener: () => void) => {
      window.onActive = listener;
      return { dispose: () => {} };
    },
  };
  return { item, window };
});
vi.mock("vscode", async () => ({ ...(await import("./fixtures/vscode.js")), window, StatusBarAlignment: { Left: 1 } }));

const cellOf = (name: string) => {
  const notebook = { uri: { path: `/folder/${name}` } } as NotebookDocument;
  return { notebook } as NotebookCell;
};
const at = (step: number) => ({ step, steps: 300, loss: 1, stepsPerSecond: 10, secondsLeft: 3 });
const [a, b] = [cellOf("a.ipynb"), cellOf("b.ipynb")];

let status: TrainingStatus;
const activate = (cell: NotebookCell | undefined) => {
  window.activeNotebookEditor = cell && { notebook: cell.notebook };
  window.onActive();
};

beforeEach(() => {
  status = new TrainingStatus();
  activate(undefined);
});

describe("TrainingStatus", () => {
  it("shows a training, turning, with the notebook's name, and hides at its end", () => {
    status.report(a, at(120));
    expect(item).toMatchObject({ isShown: true, text: "$(sync~spin) step 120/300 · loss 1 · 10 steps/s · 3 s left" });
    expect(item.tooltip).toMatch(/a\.ipynb/);
    status.report(a, undefined);
    expect(item.isShown).toBe(false);
    expect(status.text).toBeUndefined();
  });

  it("speaks of the active notebook where several train, and follows it", () => {
    status.report(a, at(1));
    status.report(b, at(2));
    activate(a);
    expect(item.text).toMatch(/step 1\//);
    status.report(b, at(3));
    expect(item.text).toMatch(/step 1\//);
    activate(b);
    expect(item.text).toMatch(/step 3\//);
    expect(item.tooltip).toMatch(/b\.ipynb/);
  });

  it("speaks of the training that began last where the active notebook has none, then of the other one", () => {
    activate(cellOf("idle.ipynb"));
    status.report(a, at(1));
    status.report(b, at(2));
    status.report(a, at(3));
    expect(status.cell).toBe(b);
    status.report(b, undefined);
    expect(item.text).toMatch(/step 3\//);
  });

  it("stays hidden when a cell ends that never trained", () => {
    status.report(a, undefined);
    expect(item.isShown).toBe(false);
  });
});
