/** Rules of the gradient check, part of the one style sheet. */
export const checkStyles = `
.unroll .unroll-check th[scope="row"] { white-space: nowrap; }
.unroll-check .unroll-formula:has(.mfrac) .katex { font-size: 1.5em; }
.unroll-check code { margin-inline-start: 12px; font-family: var(--vscode-editor-font-family, monospace); font-size: 12px; background: none; color: inherit; }
.unroll .unroll-check thead th { max-width: 130px; vertical-align: bottom; }
.unroll-narrow .unroll-table.unroll-check :is(th, td) { padding-inline-end: 8px; font-size: 12px; }
.unroll-narrow .unroll-table.unroll-check :is(th, td):last-child { padding-inline-end: 0; }
.unroll-narrow .unroll-check code { display: block; margin: 2px 0 0; }
.unroll-remarks { margin: 0 12px 12px; padding: 0; list-style: none; }
.unroll-remarks li { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; margin-bottom: 8px; }
.unroll-remarks svg { flex: none; }
.unroll-remarks span { flex: 1 1 300px; }
.unroll-check-axis { display: block; margin: 0 12px; overflow: visible; }
.unroll-check-axis text { font-variant-numeric: tabular-nums; }
`;
