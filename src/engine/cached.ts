/** So many of one kind are kept. */
export const LARGEST_CACHE = 12;

/** What is made once for a key and used again; the oldest is forgotten when there are many. */
export function cached<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= LARGEST_CACHE) known.delete(known.keys().next().value!);
  const made = make();
  known.set(key, made);
  return made;
}
