import { Buffer } from "node:buffer";
import type { Language } from "../trace/index.js";
import { inlineImagesOf } from "./inlineImage.js";
import { markdownToHtml } from "./markdown.js";
import { type CellOutput, joined, type Notebook, type NotebookCell, type StoredBundle } from "./notebook.js";

export interface ReportOptions {
  /** Of the notebook's file; the title where no heading gives one. */
  readonly name: string;
  /** Of the notebook, for its images. */
  readonly folder: string;
  readonly language: Language;
}

/** An executed notebook as one HTML file that needs nothing else: text, formulas, code and pictures. */
export async function htmlReport(notebook: Notebook, { name, folder, language }: ReportOptions): Promise<string> {
  const cells = await Promise.all(notebook.cells.map((cell) => cellHtml(cell, folder)));
  const title = escapeHtml(firstHeading(notebook) ?? name);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${cells.join("\n")}
</main>
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; --rule: #8884; --soft: #8881; --error: light-dark(#b3261e, #ff8a80); }
body { font: 16px/1.6 system-ui, sans-serif; margin: 0; }
main { max-width: 1000px; margin: 2rem auto; padding: 0 1rem; }
pre { font: 13px/1.5 ui-monospace, monospace; overflow-x: auto; margin: .5rem 0; padding: .6rem .8rem; }
pre:not(.code) { white-space: pre-wrap; overflow-wrap: anywhere; }
pre.code { background: var(--soft); border-left: 3px solid var(--rule); }
pre.stderr, pre.error { color: var(--error); }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; } td, th { border: 1px solid var(--rule); padding: .2rem .6rem; }
blockquote { border-left: 3px solid var(--rule); margin-left: 0; padding-left: 1rem; }
`;

function firstHeading({ cells }: Notebook): string | undefined {
  const texts = cells.filter(({ cell_type }) => cell_type === "markdown").map(({ source }) => joined(source));
  return texts.map((text) => /^#+ +(.+)$/m.exec(text)?.[1]).find((heading) => heading !== undefined);
}

async function cellHtml(cell: NotebookCell, folder: string): Promise<string> {
  const source = joined(cell.source);
  if (cell.cell_type === "markdown") return markdownToHtml(source, inlineImagesOf(cell, folder));
  if (cell.cell_type === "raw") return `<pre>${escapeHtml(source)}</pre>`;
  const code = `<pre class="code"><code>${escapeHtml(source)}</code></pre>`;
  return [code, ...(cell.outputs ?? []).map(outputHtml)].join("\n");
}

function outputHtml(output: CellOutput): string {
  switch (output.output_type) {
    case "stream":
      return `<pre class="${output.name}">${escapeHtml(joined(output.text))}</pre>`;
    case "error":
      return `<pre class="error">${escapeHtml(output.traceback.join("\n"))}</pre>`;
    default:
      return bundleHtml(output.data);
  }
}

/** The richest content that stands alone. A picture goes into an image: there it can neither run nor clash. */
function bundleHtml(data: StoredBundle): string {
  const text = contentOf(data, "text/plain");
  const alt = escapeHtml(text ?? "");
  const svg = contentOf(data, "image/svg+xml");
  if (svg) return `<p><img alt="${alt}" src="data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}"></p>`;
  const raster = ["image/png", "image/jpeg", "image/gif"].find((mime) => data[mime] !== undefined);
  if (raster) return `<p><img alt="${alt}" src="data:${raster};base64,${contentOf(data, raster)}"></p>`;
  return contentOf(data, "text/html") ?? `<pre>${alt}</pre>`;
}

function contentOf(data: StoredBundle, mime: string): string | undefined {
  const content = data[mime];
  return content === undefined ? undefined : joined(content as string | string[]);
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
