import { derivationStyles } from "./derivation/styles.js";
import { katexStyles } from "./equations/katexStyles.js";
import { checkStyles } from "./gradientCheck/styles.js";
import { pathsStyles } from "./paths/styles.js";

/**
 * The live renderer's style sheet, everything under `.unroll`: one document holds the outputs of a whole notebook. Only
 * theme variables, each with the light picture's colour for want of a theme.
 */
export const styles = `
.unroll {
  --unroll-rule: color-mix(in srgb, var(--vscode-foreground, #1f2328) 16%, transparent);
  --unroll-border: var(--unroll-rule);
  --unroll-cursor-column: color-mix(in srgb, var(--vscode-charts-blue, #2f6fb5) 10%, transparent);
  --unroll-loss-text: color-mix(in srgb, var(--vscode-charts-yellow, #bf8803) 60%, var(--vscode-foreground, #1f2328));
  box-sizing: border-box;
  width: 100%;
  padding: 12px 0 8px;
  color: var(--vscode-foreground, #1f2328);
  font-family: var(--vscode-font-family, system-ui, sans-serif);
  font-size: 13px;
  line-height: 1.45;
  text-align: start;
}
.unroll *, .unroll *::before, .unroll *::after { box-sizing: border-box; }
.vscode-high-contrast .unroll, .vscode-high-contrast-light .unroll {
  --unroll-rule: color-mix(in srgb, var(--vscode-foreground) 36%, transparent);
  --unroll-border: var(--vscode-contrastBorder, currentColor);
  --unroll-cursor-column: color-mix(in srgb, var(--vscode-foreground) 12%, transparent);
}
.unroll svg { display: block; }
.unroll-picture { font-family: inherit; user-select: none; -webkit-user-select: none; }
.unroll-picture :focus { outline: none; }
.unroll-picture :focus-visible, .unroll button:focus-visible {
  outline: 2px solid var(--vscode-focusBorder, #0a6cff);
  outline-offset: 2px;
}
.unroll-faint { color: var(--vscode-descriptionForeground, #5b6470); }

.unroll-head { display: flex; flex-wrap: wrap; gap: 8px 32px; align-items: flex-start; justify-content: space-between; padding: 0 12px 10px; }
.unroll-equations { min-width: 0; }
.unroll-equation-rows { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 5px 0.28em; align-items: baseline; }
.unroll-left { text-align: end; }
.unroll-sizes { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 10px 0 0; padding: 0; list-style: none; }
.unroll-sizes .katex { font-size: 1.05em; color: var(--vscode-descriptionForeground, #5b6470); }
.unroll-warnings { margin: 8px 0 0; padding: 0 0 0 8px; border-inline-start: 3px solid var(--vscode-editorWarning-foreground, #bf8803); font-size: 12px; }
.unroll-warnings p { margin: 0; }
.unroll-names { margin: 10px 0 0; font-size: 12px; }
.unroll-names summary { cursor: pointer; color: var(--vscode-descriptionForeground, #5b6470); }
.unroll-names th, .unroll-names td { padding: 2px 16px 2px 0; text-align: start; font-weight: normal; }
.unroll-names thead th { color: var(--vscode-descriptionForeground, #5b6470); }
.unroll-facts { flex: 0 1 440px; margin: 0 0 0 auto; padding: 0; list-style: none; font-size: 12px; text-align: end; color: var(--vscode-descriptionForeground, #5b6470); }
.unroll-facts li:first-child { color: var(--vscode-foreground, #1f2328); }
.unroll-narrow .unroll-facts, .unroll-facts.unroll-below { flex-basis: 100%; text-align: start; }

.unroll-formula .katex { font-size: 1.2em; line-height: 1.2; }
.unroll-hidden, .unroll-formula .katex-mathml { position: absolute; clip: rect(1px, 1px, 1px, 1px); padding: 0; border: 0; height: 1px; width: 1px; overflow: hidden; }
.unroll-formula { position: relative; white-space: nowrap; }
.unroll-awaited { display: inline-block; max-width: 100%; vertical-align: middle; }
.unroll-right .unroll-formula, .unroll-computation .unroll-formula { white-space: normal; }

.unroll-toolbar { display: flex; flex-wrap: wrap; gap: 6px 20px; align-items: center; padding: 0 12px 8px; font-size: 12px; }
.unroll-head + .unroll-toolbar { padding-top: 8px; border-top: 1px solid var(--unroll-border); }
.unroll-group > .unroll-button:first-child { margin-inline-start: -5px; }
.unroll-group { display: flex; gap: 2px; align-items: center; margin: 0; padding: 0; border: 0; min-width: 0; }
.unroll-group legend { float: left; padding: 0 6px 0 0; color: var(--vscode-descriptionForeground, #5b6470); }
.unroll-button {
  display: inline-flex; align-items: center; gap: 4px; min-height: 24px; min-width: 24px; justify-content: center;
  padding: 2px 8px; border: 1px solid transparent; border-radius: 4px;
  background: transparent; color: inherit; font: inherit; cursor: pointer;
}
.unroll-button:hover { background: var(--vscode-toolbar-hoverBackground, rgba(128, 128, 128, 0.16)); }
.unroll-button[aria-pressed="true"] { background: var(--vscode-toolbar-activeBackground, rgba(128, 128, 128, 0.2)); border-color: var(--unroll-border); }
.vscode-high-contrast .unroll-button[aria-pressed="true"], .vscode-high-contrast-light .unroll-button[aria-pressed="true"] { border-color: var(--vscode-contrastActiveBorder, currentColor); }

.unroll-inspector { margin: 10px 12px 14px; padding: 10px 14px 12px; border: 1px solid var(--unroll-border); border-radius: 4px; }
.unroll-inspector header { display: flex; gap: 14px; align-items: center; font-size: 12px; }
.unroll-inspector-title { font-size: 14px; }
.unroll-token { margin-inline-start: 8px; padding: 1px 6px; border: 1px solid var(--unroll-border); border-radius: 3px; }
.unroll-close { margin-inline-start: auto; font-size: 16px; line-height: 1; }
.unroll-computation { display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; margin: 6px 0 10px; font-size: 11px; }
.unroll-computation > :first-child { font-size: 13px; }
.unroll-computation > :not(:first-child) { padding-inline-start: 1.6em; }
.unroll-vectors { display: flex; flex-wrap: wrap; gap: 8px 40px; font-size: 12px; }
.unroll-vector { display: grid; gap: 2px; }

.unroll-diagnosis { margin: 4px 12px 0; padding: 10px 0 0; border-top: 1px solid var(--unroll-border); font-size: 14px; max-width: none; }
.unroll-diagnosis + .unroll-diagnosis, .unroll-table + .unroll-diagnosis { padding-top: 2px; border-top: 0; }
.unroll-learning { display: block; }
.unroll-note { margin: 6px 12px 0; font-size: 12px; color: var(--vscode-descriptionForeground, #5b6470); }
.unroll-message { margin: 0 12px; padding-inline-start: 10px; border-inline-start: 3px solid var(--vscode-errorForeground, #c9302c); }
.unroll-message p { margin: 0 0 4px; }
.unroll-message code { font-family: var(--vscode-editor-font-family, monospace); font-size: 12px; overflow-wrap: anywhere; }

.unroll .unroll-table { border-collapse: collapse; margin: 0 12px 10px; width: auto; table-layout: auto; font-size: 13px; }
.unroll .unroll-table caption { caption-side: top; text-align: start; padding: 0 0 8px; color: var(--vscode-descriptionForeground, #5b6470); }
.unroll .unroll-table thead, .unroll .unroll-table tr, .unroll .unroll-table tr:nth-child(even), .unroll .unroll-table tr:hover { background: transparent; }
.unroll .unroll-table th, .unroll .unroll-table td { padding: 4px 24px 4px 0; border: 0; border-bottom: 1px solid var(--unroll-rule); text-align: start; font-weight: 400; vertical-align: baseline; font-variant-numeric: tabular-nums; }
.unroll .unroll-table thead th { font-size: 12px; color: var(--vscode-descriptionForeground, #5b6470); }
.unroll .unroll-fail { color: var(--vscode-errorForeground, #c9302c); font-weight: 600; }
`;

const MARK = "data-unroll-styles";

/**
 * Puts the style sheet, and KaTeX's beside the renderer's bundle, into the document once.
 * @param base URL of the renderer's bundle
 */
export function installStyles(document: Document, base: string): void {
  if (document.head.querySelector(`[${MARK}]`)) return;
  const style = document.createElement("style");
  style.setAttribute(MARK, "");
  style.textContent = styles + pathsStyles + derivationStyles + checkStyles;
  const katex = katexStyles(document, new URL("./katex/katex.min.css", base).href);
  katex.setAttribute(MARK, "");
  document.head.append(style, katex);
}
