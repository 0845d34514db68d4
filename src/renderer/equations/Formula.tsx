/** A typeset formula. */
import { typeset } from "./katex.js";

/** @param props.tex in math mode */
export function Formula({ tex }: { readonly tex: string }) {
  // KaTeX escapes what it is given and is told to trust nothing.
  return <span class="unroll-formula" dangerouslySetInnerHTML={{ __html: typeset(tex) }} />;
}
