/**
 * Numbers in a saved notebook. A notebook writes one JSON number per line, so a series is one string instead:
 * `f64:60x5:<base64 of little-endian IEEE numbers>`.
 */

/** Rows×columns… of numbers as they are drawn; `data` is row-major. */
export interface NumericSeries {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

export const SERIES_PATTERN = /^(f32|f64):(\d+(?:x\d+)*):([A-Za-z0-9+/]*={0,2})$/;

const CHUNK = 0x8000;
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Bytes of one number swapped in place, for the rare big-endian machine. */
function toLittleEndian(bytes: Uint8Array, width: number): Uint8Array {
  if (littleEndian) return bytes;
  for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse();
  return bytes;
}

/**
 * @param data row-major numbers
 * @param shape their dimensions; the product must be `data.length`
 * @param precision bytes kept; default that of `data` (plain arrays: f64)
 * @throws RangeError when the shape does not hold `data.length` numbers
 */
export function encodeSeries(data: ArrayLike<number>, shape: readonly number[], precision?: "f32" | "f64"): string {
  const expected = shape.reduce((a, b) => a * b, 1);
  if (expected !== data.length)
    throw new RangeError(`shape ${shape.join("×")} holds ${expected} numbers, got ${data.length}`);
  const kind = precision ?? (data instanceof Float32Array ? "f32" : "f64");
  const numbers = kind === "f32" ? Float32Array.from(data) : Float64Array.from(data);
  const bytes = toLittleEndian(new Uint8Array(numbers.buffer), numbers.BYTES_PER_ELEMENT);
  let binary = "";
  for (let i = 0; i < bytes.length; i += CHUNK) binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return `${kind}:${shape.join("x")}:${base64.encode(binary)}`;
}

/** `btoa` and `atob` stand in Node ≥ 16, in workers and in browsers, but in no TypeScript library without the DOM. */
const base64 = {
  encode: (binary: string): string => (globalThis as unknown as { btoa(s: string): string }).btoa(binary),
  decode: (text: string): string => (globalThis as unknown as { atob(s: string): string }).atob(text),
};

/** Bytes that a base64 text of this length holds. */
const bytesIn = (encoded: string): number => {
  const padding = encoded.endsWith("==") ? 2 : encoded.endsWith("=") ? 1 : 0;
  return (encoded.length / 4) * 3 - padding;
};

interface SeriesParts {
  readonly kind: "f32" | "f64";
  readonly shape: readonly number[];
  /** Base64. */
  readonly encoded: string;
}

/** @throws RangeError when `text` is no series or its length does not match its shape */
function partsOf(text: string): SeriesParts {
  const match = SERIES_PATTERN.exec(text);
  if (!match) throw new RangeError(`not a series: ${text.slice(0, 24)}`);
  const [, kind, dimensions, encoded] = match as unknown as [string, "f32" | "f64", string, string];
  const shape = dimensions.split("x").map(Number);
  const expected = shape.reduce((a, b) => a * b, 1) * (kind === "f32" ? 4 : 8);
  const found = bytesIn(encoded);
  if (found === expected) return { kind, shape, encoded };
  throw new RangeError(`series of shape ${shape.join("×")} has ${found} bytes, expected ${expected}`);
}

/** Whether `text` is a series as long as its shape says; nothing is decoded. */
export function isSeries(text: string): boolean {
  try {
    partsOf(text);
    return true;
  } catch {
    return false;
  }
}

/** @throws RangeError when `text` is no series or its length does not match its shape */
export function decodeSeries(text: string): NumericSeries {
  const { kind, shape, encoded } = partsOf(text);
  const binary = base64.decode(encoded);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  toLittleEndian(bytes, kind === "f32" ? 4 : 8);
  const data = kind === "f32" ? new Float32Array(bytes.buffer) : new Float64Array(bytes.buffer);
  return { shape, data };
}
