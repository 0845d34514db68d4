import { describe, expect, it } from "vitest";
import {
  matrixTex,
  matrixText,
  ROUNDED,
  valueFormat,
  valueTex,
  valueText,
} from "../../../src/renderer/paths/valueFormat.js";

const value = (...data: number[]) => ({ shape: [1, data.length], data: Float64Array.from(data) });
const matrix = (data: number[]) => ({ shape: [2, 2], data: Float64Array.from(data) });

describe("numbers under one another", () => {
  it("have as many decimals as the largest has room for", () => {
    const format = valueFormat([value(0.878031), value(-4.139289), value(0.0342328365)]);
    expect([0.878031, -4.139289, 0.0342328365].map((number) => valueText(number, format))).toEqual([
      "0.878031",
      "−4.139289",
      "0.034233",
    ]);
  });

  it("never show a small number as zero, nor a zero as a small number", () => {
    const format = valueFormat([value(1)]);
    expect(valueText(3.1e-9, format)).toBe("3.1×10⁻⁹");
    expect(valueText(0, format)).toBe("0");
    expect(valueTex(-3.1e-9, format)).toBe("-3.1{\\times}10^{-9}");
  });

  it("name what is not finite", () => {
    const format = valueFormat([value(1, Number.NaN)]);
    expect([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((n) => valueText(n, format))).toEqual([
      "NaN",
      "∞",
      "−∞",
    ]);
    expect(valueTex(Number.NEGATIVE_INFINITY, format)).toBe("-\\infty ");
  });

  it("go over to powers of ten when all are tiny or huge", () => {
    expect(valueText(1.23456789e-12, valueFormat([value(1.2e-12)]))).toBe("1.234568×10⁻¹²");
    expect(valueText(1.5e9, valueFormat([value(1.5e9)]))).toBe("1.5×10⁹");
  });
});

describe("a matrix", () => {
  it("stands between brackets with decimals alike", () => {
    const sum = matrix([0.8147, 0.0887, -0.218, 0]);
    expect(matrixTex(sum, valueFormat([sum]))).toBe("\\begin{bmatrix}0.8147&0.0887\\\\-0.2180&0\\end{bmatrix}");
    expect(matrixText(sum, valueFormat([sum]))).toBe("[0.8147 0.0887; −0.2180 0]");
  });

  it("of much smaller numbers has their power of ten before it", () => {
    const large = matrix([0.8, 0.1, 0.2, 0.3]);
    const small = matrix([1.09e-6, 3.6e-7, 0, -8e-7]);
    expect(matrixTex(small, valueFormat([large, small]))).toBe(
      "10^{-6}\\,\\begin{bmatrix}1.09&0.36\\\\0&-0.80\\end{bmatrix}",
    );
    expect(matrixText(small, valueFormat([large, small]))).toBe("10⁻⁶·[1.09 0.36; 0 −0.80]");
  });

  it("of zeros is a bold 0, and what is rounded to nothing has no sign", () => {
    const large = matrix([0.8, 0.1, 0.2, 0.3]);
    const format = valueFormat([large]);
    expect([matrixTex(matrix([0, 0, 0, 0]), format), matrixText(matrix([0, 0, 0, 0]), format)]).toEqual([
      "\\mathbf{0}",
      "0",
    ]);
    expect(matrixText(matrix([0.8, -1e-9, 1e-9, 0]), format)).toBe("[0.8000 0.0000; 0.0000 0]");
  });

  it("among factors is written as short as it can be", () => {
    expect(matrixText(matrix([1, 0.5, -1 / 3, 0]), ROUNDED)).toBe("[1 0.5; −0.3333 0]");
  });
});
