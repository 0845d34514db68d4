/** Rules of the paths view, part of the one style sheet. */
import { NUMBER_SIZE } from "./rowWidths.js";

export const pathsStyles = `
.unroll-paths-head { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; padding: 0 12px 10px; font-size: ${NUMBER_SIZE}px; }
.unroll-path-table .delimsizing svg { overflow: clip visible; }
.unroll-digits { font-size: 12px; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; color: var(--vscode-descriptionForeground, #5b6470); }
.unroll-digits summary { cursor: pointer; }
.unroll-paths-toolbar { padding-top: 6px; border-top: 1px solid var(--unroll-border); margin: 0 12px; padding-inline: 0; }
.unroll-readout { flex: 1 1 460px; margin: 0; min-height: 26px; display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: center; font-size: 13px; }
.unroll-readout .unroll-formula { white-space: normal; }
.unroll-stop { cursor: default; }
.unroll-paths .unroll-stop:focus-visible { outline: 2px solid var(--vscode-focusBorder, #0a6cff); outline-offset: 1px; }
.unroll .unroll-paths-heading { margin: 14px 12px 4px; padding: 0; border: 0; font-size: 13px; font-weight: 600; line-height: 1.4; color: inherit; }
.unroll-path-table { display: grid; grid-template-columns: max-content minmax(0, max-content) minmax(0, max-content) max-content; column-gap: 18px; margin: 8px 12px 0; }
.unroll-path-rows, .unroll-path-row, .unroll-path-totals, .unroll-path-total { display: grid; grid-template-columns: subgrid; grid-column: 1 / -1; }
.unroll-path-row, .unroll-path-total { align-items: center; padding: 5px 8px 5px 4px; border: 1px solid transparent; }
.unroll-path-row { border-radius: 4px; cursor: pointer; }
.unroll-path-row:hover { background: var(--vscode-list-hoverBackground, rgba(128, 128, 128, 0.1)); }
.unroll-path-row[aria-selected="true"] { border-color: var(--unroll-border); box-shadow: inset 3px 0 0 var(--unroll-path); }
.unroll-path-row:focus-visible { outline: 2px solid var(--vscode-focusBorder, #0a6cff); outline-offset: -1px; }
.unroll-pale > * { opacity: 0.72; }
.unroll-pale > .unroll-swatch { opacity: 0.25; }
@keyframes unroll-draw { from { stroke-dashoffset: 1; } to { stroke-dashoffset: 0; } }
.unroll-path-drawn { stroke-dasharray: 1; animation: unroll-draw 0.9s ease-in-out; }
@media (prefers-reduced-motion: reduce) { .unroll-path-drawn { animation: none; } }
.unroll-path-row .unroll-formula, .unroll-path-totals .unroll-formula { white-space: normal; }
.unroll-path-symbols .katex { font-size: 19px; }
.unroll-path-numbers .katex, .unroll-path-value .katex { font-size: ${NUMBER_SIZE}px; }
.unroll-path-table .delimsizing svg { overflow: clip visible; }
.unroll-path-row .katex .base { margin-block: 2px; }
.unroll-path-symbols .katex .base { margin-block: 4px; }
.unroll .unroll-path-groups { margin-top: 12px; }
.unroll-path-value { text-align: end; justify-self: end; padding-inline: 2px; }
.unroll-path-totals { margin-top: 4px; padding-top: 4px; border-top: 1px solid var(--vscode-foreground, #1f2328); }
.unroll-path-total .unroll-path-value { grid-column: 4; }
.unroll-path-name { grid-column: 2 / 4; }
.unroll-path-name .katex { font-size: 17px; }
.unroll-path-sign { justify-self: center; font-size: 17px; }
.unroll-paths:not(.unroll-rows-beside) .unroll-path-table { grid-template-columns: max-content minmax(0, max-content) max-content; }
.unroll-paths:not(.unroll-rows-beside) .unroll-path-numbers { grid-column: 2; grid-row: 2; align-self: start; padding-top: 4px; }
.unroll-paths:not(.unroll-rows-beside) .unroll-path-name { grid-column: 2; }
.unroll-rows-under .unroll-path-symbols { align-self: end; }
.unroll-rows-under .unroll-path-value, .unroll-rows-under .unroll-path-total .unroll-path-value { grid-column: 3; }
.unroll-rows-under .unroll-path-row .unroll-path-value { grid-row: 1 / 3; }
.unroll-rows-column .unroll-path-value, .unroll-rows-column .unroll-path-total .unroll-path-value { grid-column: 2; justify-self: start; padding-top: 4px; }
.unroll-more { grid-column: 1 / -1; justify-self: start; margin: 4px 0; border-color: var(--unroll-border); font-size: 12px; }
`;
