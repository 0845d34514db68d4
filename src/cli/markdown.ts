import katex from "katex";
import { Marked, type TokenizerAndRendererExtension } from "marked";

/** `$…$` in a line, `$$…$$` in a line or over several. A price is no formula: no space inside, no digit behind. */
const INLINE = /^\$(?!\s)((?:\\.|[^$\\\n])+?)(?<!\s)\$(?!\d)/;
const BLOCK = /^\$\$([^$]+?)\$\$/;

/** Formulas as MathML, which browsers draw without any font or style of ours. */
const formula: TokenizerAndRendererExtension = {
  name: "formula",
  level: "inline",
  start: (source) => source.indexOf("$"),
  tokenizer(source) {
    const block = BLOCK.exec(source);
    const match = block ?? INLINE.exec(source);
    return match ? { type: "formula", raw: match[0], tex: match[1], isBlock: block !== null } : undefined;
  },
  renderer: ({ tex, isBlock }) =>
    katex.renderToString(String(tex), { output: "mathml", displayMode: isBlock === true, throwOnError: false }),
};

/** An image's address as one that stands alone. */
export type InlineImage = (address: string) => Promise<string>;

/** Markdown as HTML, with its formulas drawn and its images inside. */
export async function markdownToHtml(markdown: string, inlineImage: InlineImage): Promise<string> {
  const marked = new Marked({
    async: true,
    extensions: [formula],
    async walkTokens(token) {
      if (token.type === "image") token.href = await inlineImage(token.href);
    },
  });
  return marked.parse(markdown);
}
