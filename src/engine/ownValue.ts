import { isListLike } from "./shown.js";

/** A name as the language writes it: accents composed with their letters (NFC), the sign of micro as the Greek letter. */
export const composed = (name: string): string => name.normalize("NFC").replaceAll("µ", "μ");

/** Values by such names; what is no object stays for those who refuse it. */
export function byComposedName<Values extends object>(values: Values): Values {
  if (typeof values !== "object" || values === null || isListLike(values)) return values;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [composed(name), value])) as Values;
}

/**
 * What an object holds under a name that somebody chose. `constructor` and `toString` are names of quantities as any other:
 * a plain lookup would find what every object inherits.
 */
export function ownValue<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
