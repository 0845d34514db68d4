/**
 * What an object holds under a name that somebody chose. `constructor` and `toString` are names of quantities as any other:
 * a plain lookup would find what every object inherits.
 */
export function ownValue<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
