/** Nested arrays or typed arrays of numbers, as the caller gives them. */
export type BatchData = number | ArrayLike<number> | ReadonlyArray<BatchData>;

/** What was given in place of data, for an error. */
export function describe(value: unknown): string {
  if (typeof value === "number" || value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `${typeof value} ${JSON.stringify(value)}`;
  const dimensions: number[] = [];
  for (let v: unknown = value; typeof v === "object" && v !== null && "length" in v; v = (v as ArrayLike<unknown>)[0])
    dimensions.push(Number(v.length));
  return dimensions.length > 0 ? `${dimensions.join("×")} numbers` : "an object";
}
