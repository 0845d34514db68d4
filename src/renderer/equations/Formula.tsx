/** A typeset formula. */
import { standInSize } from "./standInSize.js";
import { useTypesetter } from "./typesetter.js";

/**
 * Until KaTeX is there, an empty place as large as the formula will be: what stands around it does not move.
 * @param props.tex in math mode
 */
export function Formula({ tex }: { readonly tex: string }) {
  const { place, typeset } = useTypesetter();
  // KaTeX escapes what it is given and is told to trust nothing.
  if (typeset) return <span class="unroll-formula" dangerouslySetInnerHTML={{ __html: typeset(tex) }} key="set" />;
  const { width, height } = standInSize(tex);
  return (
    <span class="unroll-formula" key="awaited" ref={place}>
      <span class="katex">
        <span class="unroll-awaited" style={{ width: `${width}em`, height: `${height}em` }} />
      </span>
    </span>
  );
}
