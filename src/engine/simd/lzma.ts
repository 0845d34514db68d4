/**
 * Unpacks LZMA (Igor Pavlov's LZMA specification, 2015), which makes the kernels a quarter smaller than deflate does:
 * bits by a range coder, each with a probability of its own that follows what was seen.
 */

/** The encoder's parameters: bits of the byte before and of the position that choose a probability. */
const [LITERAL_CONTEXT, POSITION_BITS] = [3, 2];
/** Bytes of parameters and lengths before the coded bytes. */
const HEADER = 13;
/** Probabilities are 11-bit numbers, and move by 1/32 of what they lack. */
const [ONE, MOVE] = [2048, 5];
/** Which of the last symbols were literals, matches and repeated distances; from 7 on the last one was no literal. */
const STATES = 12;
const POSITIONS = 1 << POSITION_BITS;

/** Where each kind of probability begins in one array. */
const IS_MATCH = 0;
const IS_REPEAT = IS_MATCH + STATES * POSITIONS;
const IS_REPEAT_1 = IS_REPEAT + STATES;
const IS_REPEAT_2 = IS_REPEAT_1 + STATES;
const IS_REPEAT_3 = IS_REPEAT_2 + STATES;
const IS_LONG = IS_REPEAT_3 + STATES;
const SLOT = IS_LONG + STATES * POSITIONS;
const DISTANCE = SLOT + 4 * 64;
const ALIGN = DISTANCE + 128;
const LENGTH = ALIGN + 16;
/** Of a length: two choices, short and middle lengths by position, long ones. */
const LENGTHS = 2 + 2 * POSITIONS * 8 + 256;
const LITERAL = LENGTH + 2 * LENGTHS;
const LITERALS = 0x300;

/**
 * @param packed an .lzma stream of the parameters lc = 3, lp = 0, pb = 2
 * @param size bytes that come out
 */
export function unlzma(packed: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  const odds = new Uint16Array(LITERAL + (LITERALS << LITERAL_CONTEXT)).fill(ONE / 2);
  let [range, code, next] = [0xffffffff, 0, HEADER];
  const shift = (): void => {
    range = (range << 8) >>> 0;
    code = ((code << 8) | packed[next++]!) >>> 0;
  };
  const bit = (at: number): number => {
    const odd = odds[at]!;
    const bound = (range >>> 11) * odd;
    const is = code < bound ? 0 : 1;
    if (is === 0) range = bound;
    else [range, code] = [range - bound, code - bound];
    odds[at] = is === 0 ? odd + ((ONE - odd) >> MOVE) : odd - (odd >> MOVE);
    if (range < 1 << 24) shift();
    return is;
  };
  /** The highest bit first. */
  const tree = (at: number, bits: number): number => {
    let node = 1;
    for (let i = 0; i < bits; i++) node = (node << 1) | bit(at + node);
    return node - (1 << bits);
  };
  /** The lowest bit first. */
  const reversed = (at: number, bits: number): number => {
    let [node, value] = [1, 0];
    for (let i = 0; i < bits; i++) {
      const one = bit(at + node);
      node = (node << 1) | one;
      value |= one << i;
    }
    return value;
  };
  /** Bits of even odds. */
  const direct = (bits: number): number => {
    let value = 0;
    for (let i = 0; i < bits; i++) {
      range >>>= 1;
      const is = code < range ? 0 : 1;
      if (is === 1) code -= range;
      value = (value << 1) | is;
      if (range < 1 << 24) shift();
    }
    return value;
  };
  const length = (at: number, position: number): number => {
    if (bit(at) === 0) return tree(at + 2 + 8 * position, 3);
    if (bit(at + 1) === 0) return 8 + tree(at + 2 + 8 * (POSITIONS + position), 3);
    return 16 + tree(at + 2 + 16 * POSITIONS, 8);
  };
  const distance = (short: number): number => {
    const slot = tree(SLOT + 64 * Math.min(short, 3), 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const from = (2 | (slot & 1)) << bits;
    if (slot < 14) return from + reversed(DISTANCE + from - slot, bits);
    return from + (direct(bits - 4) << 4) + reversed(ALIGN, 4);
  };

  for (let i = 0; i < 5; i++) shift();
  range = 0xffffffff;
  let state = 0;
  /** The last distances, each one less. */
  let back: readonly number[] = [0, 0, 0, 0];
  for (let at = 0; at < size; ) {
    const position = at & (POSITIONS - 1);
    const moment = state * POSITIONS + position;
    if (bit(IS_MATCH + moment) === 0) {
      const from = LITERAL + LITERALS * ((out[at - 1] ?? 0) >> (8 - LITERAL_CONTEXT));
      let node = 1;
      if (state >= 7) {
        // as long as it goes on like the byte after the last match would
        for (let expected = out[at - back[0]! - 1]!; node < 0x100; ) {
          expected <<= 1;
          const one = bit(from + 0x100 + (expected & 0x100) + node);
          node = (node << 1) | one;
          if (one !== ((expected >> 8) & 1)) break;
        }
      }
      while (node < 0x100) node = (node << 1) | bit(from + node);
      out[at++] = node;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let count = 1;
    const [a, b, c, d] = back as readonly [number, number, number, number];
    if (bit(IS_REPEAT + state) === 0) {
      const short = length(LENGTH, position);
      state = state < 7 ? 7 : 10;
      back = [distance(short), a, b, c];
      count = short + 2;
    } else {
      let isOne = false;
      if (bit(IS_REPEAT_1 + state) === 0) isOne = bit(IS_LONG + moment) === 0;
      else if (bit(IS_REPEAT_2 + state) === 0) back = [b, a, c, d];
      else back = bit(IS_REPEAT_3 + state) === 0 ? [c, a, b, d] : [d, a, b, c];
      if (!isOne) count = length(LENGTH + LENGTHS, position) + 2;
      state = isOne ? (state < 7 ? 9 : 11) : state < 7 ? 8 : 11;
    }
    for (; count > 0; count--, at++) out[at] = out[at - back[0]! - 1]!;
  }
  return out;
}
