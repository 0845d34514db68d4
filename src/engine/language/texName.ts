import { offsetText } from "./timeIndex.js";

/** Letters that are commands in TeX. */
const LETTERS: Readonly<Record<string, string>> = {
  α: "\\alpha",
  β: "\\beta",
  γ: "\\gamma",
  δ: "\\delta",
  ε: "\\varepsilon",
  ζ: "\\zeta",
  η: "\\eta",
  θ: "\\theta",
  ι: "\\iota",
  κ: "\\kappa",
  λ: "\\lambda",
  μ: "\\mu",
  ν: "\\nu",
  ξ: "\\xi",
  π: "\\pi",
  ρ: "\\rho",
  σ: "\\sigma",
  τ: "\\tau",
  υ: "\\upsilon",
  φ: "\\varphi",
  χ: "\\chi",
  ψ: "\\psi",
  ω: "\\omega",
  Γ: "\\Gamma",
  Δ: "\\Delta",
  Θ: "\\Theta",
  Λ: "\\Lambda",
  Ξ: "\\Xi",
  Π: "\\Pi",
  Σ: "\\Sigma",
  Φ: "\\Phi",
  Ψ: "\\Psi",
  Ω: "\\Omega",
  ℒ: "\\mathscr{L}",
  𝓛: "\\mathcal{L}",
};
/** Combining marks, by the TeX command that sets them. */
const ACCENTS: Readonly<Record<string, string>> = {
  "\u0300": "\\grave",
  "\u0301": "\\acute",
  "\u0302": "\\hat",
  "\u0303": "\\tilde",
  "\u0304": "\\bar",
  "\u0305": "\\bar",
  "\u0306": "\\breve",
  "\u0307": "\\dot",
  "\u0308": "\\ddot",
  "\u030c": "\\check",
  "\u20d7": "\\vec",
};
/** Letters by their commands, those in use elsewhere included. */
export const LETTER_COMMANDS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(LETTERS).map(([letter, command]) => [command.slice(1), letter] as const),
  ["phi", "φ"],
  ["epsilon", "ε"],
]);
const SUBSCRIPT_DIGITS = "₀₁₂₃₄₅₆₇₈₉";

/** A name without time: `W_hh` → W_{hh}, `ŷ` → \\hat{y}, `target` → \\mathrm{target}, `W₁` → W_{1}. */
export function texOfName(name: string): string {
  const { stem, subscript } = partsOf(name);
  return subscript ? `${stem}_{${subscript}}` : stem;
}

/** A name at a time: a subscript that it shares with the name's own, `h_a[t-1]` → h_{a,\\,t-1}. */
export function texOfNameAt(name: string, time: { readonly base: string; readonly offset: number } | null): string {
  if (!time) return texOfName(name);
  const { stem, subscript } = partsOf(name);
  return `${stem}_{${subscript ? `${subscript},\\,` : ""}${time.base}${offsetText(time.offset)}}`;
}

function partsOf(name: string): { stem: string; subscript: string } {
  const written = name.replace(
    /[₀-₉]+/gu,
    (digits) => `_${digits.replace(/./gu, (d) => `${SUBSCRIPT_DIGITS.indexOf(d)}`)}`,
  );
  const [stem = "", ...rest] = written.split("_").filter((part, i) => i === 0 || part !== "");
  return { stem: stem === "" ? "\\_" : stemOf(stem), subscript: rest.map(plain).join(",") };
}

/** One letter is a symbol, perhaps with an accent; more are a word. */
function stemOf(stem: string): string {
  const [letter = "", accent, ...more] = [...stem.normalize("NFD")];
  const isAccented = accent !== undefined && more.length === 0 && ACCENTS[accent] !== undefined;
  if (isAccented) return `${ACCENTS[accent]}{${plain(letter)}}`;
  return accent === undefined ? plain(stem) : `\\mathrm{${plain(stem)}}`;
}

/** Letters that TeX's math mode knows; anything else as text. */
function plain(text: string): string {
  if (/^[A-Za-z0-9]*$/u.test(text)) return text;
  const letters = [...text];
  const isMath = letters.every((letter) => LETTERS[letter] || /[A-Za-z0-9]/u.test(letter));
  return isMath ? letters.map((letter) => LETTERS[letter] ?? letter).join(" ") : `\\text{${text}}`;
}
