const assert = require("node:assert/strict");
const Module = require("node:module");
const path = require("node:path");
const vscode = require("vscode");
const { closeAll, openNotebook, runCell, runCells, startCells, textOf, until } = require("./notebooks.cjs");

const EXTENSION = "unroll.unroll-notebooks";
const BUNDLE = path.join("dist", "extension.cjs");
const PYTHON = { kernelspec: { name: "python3", display_name: "Python 3" }, language_info: { name: "python" } };

/**
 * Watches the extension's bundle being loaded and activated. Between the two the editor opens the extension's storage,
 * which takes it longer than both.
 * @returns {() => number} ms that both took
 */
function timeOwnActivation() {
  const compile = Module.prototype._compile;
  let spent = 0;
  const timed = (act) => {
    const began = performance.now();
    try {
      return act();
    } finally {
      spent += performance.now() - began;
    }
  };
  Module.prototype._compile = function (content, file, ...rest) {
    if (!file.endsWith(BUNDLE)) return compile.call(this, content, file, ...rest);
    Module.prototype._compile = compile;
    const result = timed(() => compile.call(this, content, file, ...rest));
    const { activate } = this.exports;
    this.exports = { ...this.exports, activate: (context) => timed(() => activate(context)) };
    return result;
  };
  return () => {
    assert.ok(spent > 0, "the extension was active before, or its bundle has another name");
    return spent;
  };
}

describe("the editor", () => {
  afterEach(closeAll);

  it("loads and activates the extension", async function () {
    const own = timeOwnActivation();
    const began = performance.now();
    await vscode.extensions.getExtension(EXTENSION).activate();
    const whole = performance.now() - began;
    this.test.title += `: ${own().toFixed(1)} ms of its own, ${whole.toFixed(0)} ms with the editor's`;
  });

  it("has every command that the manifest names", async () => {
    const { commands } = vscode.extensions.getExtension(EXTENSION).packageJSON.contributes;
    const known = new Set(await vscode.commands.getCommands(true));
    for (const { command } of commands) assert.ok(known.has(command), command);
  });

  it("opens a new notebook that runs", async () => {
    await vscode.commands.executeCommand("unroll.newNotebook");
    const notebook = vscode.window.activeNotebookEditor.notebook;
    assert.ok(notebook.isUntitled);
    assert.equal(notebook.metadata.metadata.kernelspec.name, "unroll");
    await runCells(notebook, 1, 2);
    assert.equal(notebook.cellAt(1).executionSummary?.success, true, textOf(notebook.cellAt(1)));
    assert.equal(notebook.cellAt(1).outputs.length, 1);
  });

  it("keeps the variables of a notebook that is saved for the first time", async () => {
    await vscode.commands.executeCommand("unroll.newNotebook");
    const untitled = vscode.window.activeNotebookEditor.notebook;
    await replaceCells(untitled, ["const kept = 1", "kept"]);
    await runCell(untitled, 0);
    const saved = await saveInWorkspace();
    assert.equal(saved.isUntitled, false);
    assert.equal(await runCell(saved, 1), "1");
  });

  it("opens a lesson as a copy that finds its data", async () => {
    await vscode.commands.executeCommand("unroll.openLesson", "03-a-character-model.ipynb");
    const copy = vscode.window.activeNotebookEditor.notebook;
    assert.ok(copy.isUntitled);
    assert.ok(copy.cellCount > 2);
    await replaceCells(copy, ['(await tasks.load("data/genesis.txt")).slice(0, 16)']);
    assert.equal(await runCell(copy), "'In the beginning'");
  });

  it("has our kernel for our notebooks without asking, also where there is another one", async () => {
    const ran = [];
    const other = vscode.notebooks.createNotebookController("other-kernel", "jupyter-notebook", "Another kernel");
    other.executeHandler = (cells) => {
      for (const cell of cells) {
        ran.push(cell.document.getText());
        const execution = other.createNotebookCellExecution(cell);
        execution.start();
        execution.end(true);
      }
    };
    try {
      const notebook = await openNotebook(["1 + 1"]);
      assert.equal(await runCell(notebook), "2");
      assert.deepEqual(ran, []);
    } finally {
      other.dispose();
    }
  });

  it("leaves cells in other languages alone, outputs and all, and runs the rest", async () => {
    const notebook = await openNotebook(["1 + 1", "print(1)", "2 + 2"]);
    const python = notebook.cellAt(1);
    await vscode.languages.setTextDocumentLanguage(python.document, "python");
    void startCells(notebook);
    await until("the last cell to end", () => notebook.cellAt(2).executionSummary?.success);
    assert.equal(textOf(notebook.cellAt(2)), "4");
    assert.deepEqual(notebook.cellAt(1).outputs, []);
    assert.equal(notebook.cellAt(1).executionSummary?.success, undefined);
  });

  it("tells a notebook's file that it is ours when it is first run by us", async () => {
    const notebook = await openNotebook(["1 + 1"], {});
    await vscode.languages.setTextDocumentLanguage(notebook.cellAt(0).document, "typescript");
    const editor = vscode.window.activeNotebookEditor;
    await vscode.commands.executeCommand("notebook.selectKernel", {
      id: "unroll-kernel",
      extension: EXTENSION,
      notebookEditor: editor,
    });
    assert.equal(await runCell(notebook), "2");
    assert.equal(notebook.metadata.metadata.kernelspec.name, "unroll");
  });

  it("leaves a Python notebook alone", async () => {
    const notebook = await openNotebook(["print(1)"], PYTHON);
    assert.equal(notebook.cellAt(0).document.languageId, "python");
    assert.equal(notebook.isDirty, false);
  });

  it("says in the status bar how the training goes, and is silent afterwards", async () => {
    const { exports: unroll } = vscode.extensions.getExtension(EXTENSION);
    const notebook = await openNotebook([TRAINING]);
    const texts = new Set();
    void startCells(notebook);
    await until("the training to end", () => {
      if (unroll.trainingText) texts.add(unroll.trainingText);
      return notebook.cellAt(0).executionSummary?.success !== undefined;
    });
    assert.equal(notebook.cellAt(0).executionSummary.success, true, textOf(notebook.cellAt(0)));
    assert.ok(
      [...texts].some((text) => /^\$\(sync~spin\) step [\d,]+\/[\d,]+ · loss [\d.]+ · .*steps\/s/.test(text)),
      [...texts].join("\n"),
    );
    assert.equal(unroll.trainingText, undefined);
  });
});

const TRAINING = `
const elman = rnn\`
  s[t] = tanh(U x[t] + W s[t-1] + b)
  y[t] = softmax(V s[t] + c)
  E[t] = crossEntropy(target[t], y[t])
\`
const lyric = tasks.text("想要有直升机")
const model = elman.build({ x: lyric.size, s: 64, y: lyric.size }, { seed: 7 })
await train(model, lyric, { steps: 20_000, optimizer: sgd({ lr: 0.1 }) })`;

/** @param {vscode.NotebookDocument} notebook @param {string[]} sources */
async function replaceCells(notebook, sources) {
  const cells = sources.map(
    (source) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, source, "typescript"),
  );
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.NotebookRange(0, notebook.cellCount);
  edit.set(notebook.uri, [vscode.NotebookEdit.replaceCells(all, cells)]);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Saves the active notebook by the dialog's first proposal. @returns {Promise<vscode.NotebookDocument>} */
async function saveInWorkspace() {
  const saving = vscode.commands.executeCommand("workbench.action.files.save");
  const active = () => vscode.window.activeNotebookEditor?.notebook;
  const accept = async () => {
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    return active()?.isUntitled === false;
  };
  await until("the notebook to be saved", accept);
  await saving;
  return active();
}
