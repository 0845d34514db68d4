/** Pieces that the schemas of several payloads share. */
import * as v from "valibot";
import { isSeries } from "./series.js";

/** A base64 series (see series.ts) whose length matches its shape. */
export const series = v.pipe(v.string(), v.check(isSeries, "not a base64 number series of its stated shape"));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** A whole number that may be larger than any number holds: decimal digits. */
export const digits = v.pipe(v.string(), v.regex(/^\d+$/, "not a whole number in decimal digits"));
/** A name in time: `time` 1…T (0 before the first step, T+1 after the last), null for one that stands outside time. */
export const named = v.strictObject({ name: v.string(), time: v.nullable(count), tex: v.string() });

/** Anything by name. `v.record` leaves out `constructor` and `prototype`, which are names of quantities as any other. */
export const byName = <Output>(schema: v.GenericSchema<unknown, Output>) =>
  v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isObject, "not an object"),
    v.rawTransform(({ dataset, addIssue, NEVER }): Record<string, Output> => {
      const checked = Object.entries(dataset.value).map(([key, value]) => [key, v.safeParse(schema, value)] as const);
      for (const [key, { issues }] of checked) {
        const path = { type: "object" as const, origin: "value" as const, input: dataset.value, key, value: undefined };
        for (const { message, path: inner = [] } of issues ?? [])
          addIssue({ message, path: [path, ...inner] as never });
      }
      if (checked.some(([, { success }]) => !success)) return NEVER;
      return Object.fromEntries(checked.map(([key, { output }]) => [key, output as Output]));
    }),
  );

const isObject = (x: unknown): boolean => typeof x === "object" && x !== null && !Array.isArray(x);
