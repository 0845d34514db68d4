/** Loads KaTeX when the first formula comes into sight, and tells every formula that waits for it. */
import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";
import { katexStylesArrived } from "./katexStyles.js";

/** TeX in math mode to HTML. */
type Typeset = (tex: string) => string;

let typeset: Typeset | null = null;
let isLoading = false;
/** The empty places of formulas, and what draws them again. */
const waiting = new Map<Element, () => void>();
let sight: IntersectionObserver | null = null;

/** @returns `typeset`, null until KaTeX is there; `place` is then to be given to the element that stands in */
export function useTypesetter(): {
  readonly place: RefObject<HTMLSpanElement | null>;
  readonly typeset: Typeset | null;
} {
  const place = useRef<HTMLSpanElement>(null);
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const drawn = typeset;
  useLayoutEffect(() => {
    if (drawn) return undefined;
    if (typeset) draw(null);
    else if (place.current) return awaitIn(place.current, () => draw(null));
    return undefined;
  }, []);
  return { place, typeset: drawn };
}

/** @returns what ends the waiting */
function awaitIn(element: Element, draw: () => void): () => void {
  waiting.set(element, draw);
  sight ??= new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) void load();
  });
  sight.observe(element);
  return () => {
    waiting.delete(element);
    sight?.unobserve(element);
  };
}

async function load(): Promise<void> {
  if (isLoading) return;
  isLoading = true;
  try {
    const [katex] = await Promise.all([import("./katex.js"), katexStylesArrived()]);
    ({ typeset } = katex);
  } catch {
    typeset = source; // the chunk cannot be read: TeX says more than an empty place
  }
  sight?.disconnect();
  for (const draw of [...waiting.values()]) draw();
  waiting.clear();
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const source: Typeset = (tex) => `<code>${tex.replace(/[&<>]/g, (character) => ESCAPES[character]!)}</code>`;
