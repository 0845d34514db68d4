/** Numbers as a reader meets them in a sentence, a label or a table. */

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** An integer in superscript characters, for exponents. */
export const superscript = (exponent: number): string =>
  String(exponent)
    .replace(/-/g, "⁻")
    .replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]!);

/**
 * `1234567` as `1,234,567`, in every language that we speak; digits behind the point stay. Without the platform's own
 * formatter, which takes longer to load than a whole picture to draw.
 * @param count below 10²¹ in size
 */
export function groupThousands(count: number): string {
  const [whole = "", fraction] = String(count).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/**
 * A number in at most `digits` significant digits: `0.68`, `1.79`, `−2`, `6.27×10⁻⁴`, `∞`, `NaN`; whole numbers below a
 * million are written out.
 * @param digits significant digits, default 3
 */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return minus(groupThousands(value));
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  if (power < -3 || power >= 6) return minus(`${Number(mantissa)}×10${superscript(power)}`);
  const plain = Number(value.toPrecision(digits));
  return minus(size >= 1000 ? groupThousands(plain) : String(plain));
}

/** The typographic minus, as wide as a digit. */
const minus = (text: string) => text.replace(/^-/, "−");
