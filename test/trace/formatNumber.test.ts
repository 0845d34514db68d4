import fc from "fast-check";
import { expect, it } from "vitest";
import { formatNumber, groupThousands } from "../../src/trace/formatNumber.js";

it.each([
  [0, "0"],
  [-2, "−2"],
  [0.6789, "0.679"],
  [1.7918, "1.79"],
  [1234.5, "1,230"],
  [1383, "1,383"],
  [6.2736e-4, "6.27×10⁻⁴"],
  [-1e300, "−1×10³⁰⁰"],
  [0.00999, "0.00999"],
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "∞"],
  [Number.NEGATIVE_INFINITY, "−∞"],
])("%d is %s", (value, text) => expect(formatNumber(value)).toBe(text));

it("is within half a unit of the third digit, for every finite number", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e290, max: 1e290 }), (value) => {
      const [mantissa, power = "0"] = formatNumber(value)
        .replace("−", "-")
        .replace(/,/g, "")
        .split("×10")
        .map((part) => part.replace("⁻", "-").replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit))));
      const read = Number(`${mantissa}e${power}`);
      expect(Math.abs(read - value)).toBeLessThanOrEqual(Math.abs(value) * 0.0051);
    }),
  );
});

it("keeps the digits that are asked for, also behind thousands", () => {
  expect(formatNumber(1000.000495, 10)).toBe("1,000.000495");
  expect(formatNumber(-98765.4321, 9)).toBe("−98,765.4321");
});

it("groups thousands as the platform does", () => {
  const sizes = fc.oneof(fc.integer(), fc.double({ noNaN: true, min: 1, max: 1e20 }));
  fc.assert(
    fc.property(sizes, (count) => {
      expect(groupThousands(count)).toBe(count.toLocaleString("en-US", { maximumFractionDigits: 20 }));
    }),
  );
});
