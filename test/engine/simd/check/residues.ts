/**
 * Exact arithmetic for checks of compiled plans: integers modulo a prime. Sums, products and quotients are exact in any
 * order, so two ways to compute the same value give the same number, and two different values give different numbers but
 * for a chance of about one in ten million. Functions that are no polynomial (tanh, exp) are scrambled: equal arguments
 * give equal results, and nothing else is known of them.
 */

/** 2²⁴ - 3: products of two residues, and sums of 32 of them, are exact in a double. */
export const MODULUS = 16_777_213;
/** @param x an integer, -MODULUS ≤ x < 2⁵³ */
export function residue(x: number): number {
  const rest = x - Math.floor(x / MODULUS) * MODULUS;
  return rest < 0 ? rest + MODULUS : rest; // the quotient may have been rounded up
}

export const plus = (a: number, b: number): number => residue(a + b);
export const minus = (a: number, b: number): number => residue(a - b);
export const times = (a: number, b: number): number => residue(a * b);
export const negative = (a: number): number => (a === 0 ? 0 : MODULUS - a);

/** 1/a by Fermat's little theorem; 0 for 0. */
export function inverse(a: number): number {
  let result = 1;
  let power = a;
  for (let exponent = MODULUS - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = times(result, power);
    power = times(power, power);
  }
  return result;
}

export const over = (a: number, b: number): number => times(a, inverse(b));

const names = new Map<string, number>();

/** What a function that is no polynomial gives for these arguments. */
export function scrambled(name: string, ...words: readonly number[]): number {
  let hash = names.get(name);
  if (hash === undefined) {
    hash = [...name].reduce((h, letter) => mixed(h, letter.codePointAt(0)!), 1);
    names.set(name, hash);
  }
  for (let i = 0; i < words.length; i++) hash = mixed(hash, words[i]!);
  return (hash >>> 0) % MODULUS;
}

/** After MurmurHash3's finaliser (Appleby 2011). */
function mixed(hash: number, word: number): number {
  let h = Math.imul(hash ^ word, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) + 0x9e3779b9;
}
