/** Longer texts are cut, longer lists told by their size. */
const LONGEST = 40;

/**
 * A value as an error tells it, in a few words: whatever a cell may hand over, also what JSON has no words for or what
 * throws when it is looked at.
 */
export function shown(value: unknown): string {
  try {
    return described(value);
  } catch {
    return `${typeof value === "function" ? "a function" : "an object"} that cannot be read`;
  }
}

function described(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
    case "bigint":
      return `${value}n`;
    case "function":
      return value.name ? `the function ${value.name}` : "a function";
    case "object":
      return value === null ? "null" : object(value);
    default:
      return String(value);
  }
}

function object(value: object): string {
  if (isListLike(value)) return short(value) ?? sizeOfLists(value);
  // of the engine's own: a class's name may have been shortened when the library was packed
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (kind !== "Object") return `a ${kind}`;
  const names = Object.keys(value);
  return names.length === 0 ? "{}" : `an object with ${names.slice(0, 6).join(", ")}${names.length > 6 ? ", …" : ""}`;
}

/** `[1, "a", undefined]`; undefined for a long list, or one of lists. */
function short(list: ArrayLike<unknown>): string | undefined {
  if (list.length > LONGEST) return undefined;
  const entries = Array.from(list);
  if (entries.some((entry) => typeof entry === "object" && entry !== null)) return undefined;
  const text = `[${entries.map(described).join(", ")}]`;
  return text.length <= LONGEST ? text : undefined;
}

/** `4×3 numbers`: the lengths of nested lists along their first entries, not further than a batch can be nested. */
export function sizeOfLists(list: ArrayLike<unknown>): string {
  const lengths: number[] = [];
  let inner: unknown = list;
  while (isListLike(inner) && lengths.length < 5) {
    lengths.push(inner.length);
    inner = inner[0];
  }
  return `${lengths.join("×")} ${typeof inner === "number" || inner === undefined ? "numbers" : "entries"}`;
}

/** Whether it is an array or a typed array; a `DataView` has no entries. */
export const isListLike = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
