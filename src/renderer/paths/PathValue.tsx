/** What a row comes to, at its right end: a number or a matrix behind an equals sign, or a norm. */
import { Formula } from "../equations/Formula.js";

interface PathValueProps {
  /** As TeX. */
  readonly value: string;
  readonly isNorm: boolean;
  /** Whether it is said in other words for a screen reader. Default false. */
  readonly isSaid?: boolean;
}

export function PathValue({ value, isNorm, isSaid = false }: PathValueProps) {
  return (
    <div class="unroll-path-value" {...(isSaid ? { "aria-hidden": true } : {})}>
      <Formula tex={isNorm ? value : `=\\;${value}`} />
    </div>
  );
}
