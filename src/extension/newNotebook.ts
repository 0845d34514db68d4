import { l10n, NotebookCellData, NotebookCellKind, NotebookData, window, workspace } from "vscode";
import { LANGUAGES, NOTEBOOK_TYPE } from "./identifiers.js";
import { newMetadata } from "./notebookMetadata.js";

/** A first network: it learns to say the next character of a line, and shows how its gradient travels back. */
const FIRST_CELL = `const elman = rnn\`
  s[t] = tanh(U x[t] + W s[t-1] + b)      # the recurrent state
  y[t] = softmax(V s[t] + c)
  E[t] = crossEntropy(target[t], y[t])    # one loss per time step; the sequence's loss is their sum
\`
const lyric = tasks.text("想要有直升机")
const model = elman.build({ x: lyric.size, s: 16, y: lyric.size }, { seed: 7, init: { W: init.spectral(1.1) } })
const run = await train(model, lyric, { steps: 300, optimizer: sgd({ lr: 0.1 }), clipNorm: 5 })
run                                        // the last expression is shown: the whole dashboard`;

/** Opens an untitled notebook that has our kernel, a few words and a network to train. */
export async function newNotebook(): Promise<void> {
  const data = new NotebookData([
    new NotebookCellData(NotebookCellKind.Markup, introduction(), "markdown"),
    new NotebookCellData(NotebookCellKind.Code, FIRST_CELL, LANGUAGES[0]!),
  ]);
  data.metadata = newMetadata();
  await window.showNotebookDocument(await workspace.openNotebookDocument(NOTEBOOK_TYPE, data));
}

const introduction = () =>
  `# ${l10n.t("A recurrent network")}\n\n${l10n.t("Write the network as its equations, train it, and watch its gradient travel back through time. Run the cell below, then change a number and run it again.")}`;
