/**
 * Ends a `switch` over a union: a case that is missing does not compile.
 * @throws TypeError when the value is none of the union's after all
 */
export function impossible(value: never): never {
  throw new TypeError(`${JSON.stringify(value)} is none of the known cases`);
}
