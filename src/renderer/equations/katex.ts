/** The only module that knows KaTeX: a chunk of its own, which `typesetter.ts` loads with the first formula. */
import katex from "katex";

/**
 * Typesets TeX as HTML, with MathML beside it for screen readers. Nothing in the text is trusted: no links, no HTML; a
 * mistake in it is shown in place of the formula.
 * @param tex a formula in math mode
 */
export function typeset(tex: string): string {
  const known = cache.get(tex);
  if (known !== undefined) return known;
  const html = katex.renderToString(tex, {
    throwOnError: false,
    trust: false,
    strict: "ignore",
    output: "htmlAndMathml",
  });
  if (cache.size >= MOST_KEPT) cache.clear();
  cache.set(tex, html);
  return html;
}

/** A live dashboard draws the same equations several times a second. */
const cache = new Map<string, string>();
const MOST_KEPT = 500;
