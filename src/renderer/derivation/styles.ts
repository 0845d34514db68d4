/** Rules of the derivation view, part of the one style sheet. */
import { BUTTON, BUTTON_GAP, LINE_EM, NUMBER_EM } from "./derivationRoom.js";

/** KaTeX sets its own size, 1.21 of what surrounds it; here it is told. */
export const derivationStyles = `
.unroll-derivation .unroll-head { padding-bottom: 12px; border-bottom: 1px solid var(--unroll-border); margin: 0 12px; padding-inline: 0; }
.unroll-derivation .unroll-equation-rows { gap: 2px 0.28em; color: var(--vscode-descriptionForeground, #5b6470); }
.unroll-derivation .unroll-equation-rows .unroll-formula .katex { font-size: 13.5px; }
.unroll-derivation .unroll-head .unroll-button { border-color: var(--unroll-border); font-size: 12px; }
.unroll-derived { display: grid; grid-template-columns: max-content minmax(0, max-content) ${BUTTON_GAP + BUTTON}px 1fr; align-items: baseline; margin: 0 12px; padding-bottom: 14px; }
.unroll-narrow .unroll-derived { grid-template-columns: max-content minmax(0, max-content) max-content 1fr; }
.unroll-derived .katex [style*="color:red"] { color: var(--vscode-charts-red, #c9302c) !important; }
.unroll .unroll-derived-heading { grid-column: 1 / -1; margin: 20px 0 6px; padding: 0; border: 0; font-size: 14px; font-weight: 600; line-height: 1.4; color: inherit; }
.unroll-derived-heading .unroll-faint { margin-inline-start: 8px; font-size: 12px; font-weight: 400; }
.unroll-derived-left { grid-column: 1; position: relative; padding: 5px 0; text-align: end; }
.unroll-derived-left .unroll-formula .katex { font-size: ${LINE_EM}px; }
.unroll-derived-right { grid-column: 2; padding: 5px 0 5px calc(6px + 1.8em); text-indent: -1.8em; min-width: 0; }
.unroll-derived-right .unroll-formula { white-space: normal; }
.unroll-derived-right .unroll-formula .katex { font-size: ${LINE_EM / 13}em; }
.unroll-derived-button { grid-column: 3 / -1; display: flex; flex-wrap: wrap; gap: 0 10px; align-items: center; padding-inline-start: ${BUTTON_GAP}px; font-size: 12px; }
.unroll .unroll-derived-button > * { min-width: max-content; }
.unroll-narrow .unroll-derived-button { grid-column: 3; flex-direction: column; align-items: start; }
.unroll-chevron { opacity: 0.7; }
[aria-expanded="true"] > .unroll-chevron { transform: scaleY(-1); }
.unroll .unroll-derived-note { grid-column: 2 / -1; margin: -2px 0 5px 6px; padding-inline-start: 1.95em; font-size: 12px; }
.unroll-stepper { gap: 0; }
.unroll-stepper-time { min-width: 44px; text-align: center; }
.unroll .unroll-button[aria-disabled="true"] { opacity: 0.35; cursor: default; background: transparent; }
.unroll-numbers { grid-column: 1 / -1; display: grid; grid-template-columns: subgrid; align-items: baseline; margin-bottom: 14px; position: relative; font-size: 12px; }
.unroll-numbers::before { content: ""; position: absolute; inset: 4px auto 4px -10px; border-inline-start: 2px solid var(--unroll-border); }
.unroll-numbers-left { grid-column: 1; padding: 4px 0; text-align: end; }
.unroll-numbers-right { grid-column: 2 / -1; min-width: 0; padding: 4px 0 4px 6px; }
.unroll-numbers-right .unroll-formula { white-space: normal; }
.unroll-numbers .unroll-formula .katex { font-size: ${NUMBER_EM}px; }
.unroll-numbers-where { display: flex; flex-wrap: wrap; gap: 8px 22px; align-items: center; }
.unroll-sides { display: flex; flex-wrap: wrap; gap: 6px 22px; align-items: center; }
.unroll-side { display: inline-flex; gap: 8px; align-items: center; }
.unroll-agreement { display: inline-flex; gap: 6px; align-items: center; }
.unroll-agreement.unroll-agree svg { color: var(--vscode-charts-green, #388a34); }
.unroll-agreement.unroll-differ, .unroll-agreement.unroll-notFinite { color: var(--vscode-errorForeground, #c9302c); font-weight: 600; }
`;
