import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeSeries,
  encodeSeries,
  isSeries,
  PayloadError,
  parsePayload,
  SERIES_PATTERN,
} from "../../src/trace/index.js";
import { comparison, dashboard, lyricTrace } from "../renderer/fixtures/index.js";
import { check, definition } from "../renderer/fixtures/views.js";

describe("a series", () => {
  it("round-trips every float64, NaN and infinities included", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (numbers) => {
        const text = encodeSeries(numbers, [numbers.length]);
        expect(text).toMatch(SERIES_PATTERN);
        expect(decodeSeries(text)).toEqual({ shape: [numbers.length], data: Float64Array.from(numbers) });
      }),
    );
  });

  it("keeps a float32's bits and its shape", () => {
    const data = Float32Array.of(0.1, Number.NaN, -0, 1e-40, 3, 4);
    expect(decodeSeries(encodeSeries(data, [2, 3]))).toEqual({ shape: [2, 3], data });
  });

  it("is little-endian base64, whatever wrote it", () => {
    expect(encodeSeries([1], [1])).toBe("f64:1:AAAAAAAA8D8=");
    expect(encodeSeries([1], [1], "f32")).toBe("f32:1:AACAPw==");
  });

  it("refuses a shape that does not fit, on either side", () => {
    expect(() => encodeSeries([1, 2, 3], [2, 2])).toThrow("shape 2×2 holds 4 numbers, got 3");
    expect(() => decodeSeries("f64:2:AAAAAAAA8D8=")).toThrow("has 8 bytes, expected 16");
    for (const text of ["", "f16:1:AAA=", "f64:1", "f64:-1:AAAAAAAA8D8="])
      expect(() => decodeSeries(text)).toThrow("not a series");
  });

  it("is one exactly when it can be decoded", () => {
    const edit = fc.record({ at: fc.nat(60), removed: fc.nat(3), put: fc.stringMatching(/^[A4=x:\n é-]{0,3}$/) });
    const law = fc.property(fc.array(fc.double(), { maxLength: 4 }), edit, (numbers, { at, removed, put }) => {
      const whole = encodeSeries(numbers, [numbers.length]);
      const text = whole.slice(0, at) + put + whole.slice(at + removed);
      if (isSeries(text))
        expect(decodeSeries(text).data.length).toBe(decodeSeries(text).shape.reduce((a, b) => a * b, 1));
      else expect(() => decodeSeries(text)).toThrow(RangeError);
    });
    fc.assert(law, { numRuns: 1000 });
  });

  it("takes a long one, longer than a call has arguments", () => {
    const data = Float64Array.from({ length: 200_000 }, (_, i) => i);
    expect(decodeSeries(encodeSeries(data, [data.length])).data).toEqual(data);
  });
});

describe("parsePayload", () => {
  it("takes every view", () => {
    for (const payload of [dashboard(lyricTrace()), comparison(), check(), definition()])
      expect(() => parsePayload(JSON.parse(JSON.stringify(payload)))).not.toThrow();
  });

  /** The lyric's trace with one place changed. */
  const changed = (change: (recording: Record<string, never>) => void) => {
    const payload = JSON.parse(JSON.stringify(dashboard(lyricTrace())));
    change(payload.recording);
    return payload;
  };

  it.each([
    [
      "recording.frames.losses",
      "f64:1x5:AAAA",
      (r: never) => Object.assign((r as { frames: object }).frames, { losses: "f64:1x5:AAAA" }),
    ],
    ["recording.timeSteps", "-1", (r: never) => Object.assign(r as object, { timeSteps: -1 })],
    ["recording.kind", "movie", (r: never) => Object.assign(r as object, { kind: "movie" })],
    ["recording.extra", "an unknown key", (r: never) => Object.assign(r as object, { extra: 1 })],
  ])("names %s when it is %s", (path, _, change) => {
    const payload = changed((recording) => change(recording as never));
    expect(() => parsePayload(payload)).toThrow(PayloadError);
    expect(() => parsePayload(payload)).toThrow(new RegExp(`^${path.replaceAll(".", "\\.")}: `));
  });

  it("refuses what is no payload at all", () => {
    for (const value of [null, 3, "x", [], {}, { view: "nobody", alt: "" }])
      expect(() => parsePayload(value)).toThrow(PayloadError);
  });
});
