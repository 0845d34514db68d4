import { afterEach, expect, it, vi } from "vitest";
import { setLabHost } from "../../src/lab/host.js";
import { warmUp } from "../../src/lab/warmUp.js";
import { parsePayload } from "../../src/trace/index.js";

afterEach(() => setLabHost(undefined));

it("draws every kind of picture of a run that is recorded whole, and shows none", () => {
  const host = { display: vi.fn(), clearDisplay: vi.fn(), progress: vi.fn() };
  setLabHost(host);
  const drawn: string[] = [];
  const pieces = [...warmUp((payloadJson) => drawn.push(payloadJson))].length;
  const payloads = drawn.map((json) => parsePayload(JSON.parse(json)));
  expect(payloads.map(({ view }) => view)).toEqual(["equations", "losses", "gradientNorms", "unrolled", "dashboard"]);
  for (const payload of payloads)
    expect(payload).toMatchObject({ recording: { training: { status: "done", done: 60 }, dtype: "float64" } });
  for (const method of Object.values(host)) expect(method).not.toHaveBeenCalled();
  expect(pieces).toBeGreaterThan(240);
});
