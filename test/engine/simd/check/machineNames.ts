/** What the machine's numbers stand for among the program's operations. */
import { MachineBinary, MachineFunction, MachineLoss } from "../../../../src/engine/simd/wasm/opcodes.js";
import type { BinaryKind, LossKind, UnaryKind } from "./meanings.js";

/** A list of the machine's numbers, by name and by number. */
type Numbers<Name extends string> = { readonly [N in Name]: number } & { readonly [number: number]: string };

/** What the machine calls one of its numbers. @throws RangeError when it has no such number */
export function nameIn<Name extends string>(list: Numbers<Name>, what: string, number: number): Name {
  const name = list[number];
  if (name === undefined) throw new RangeError(`no ${what} has the number ${number}`);
  return name as Name;
}

/** The operations that the machine's functions are made for. */
export function unaryKind(number: number): UnaryKind {
  const name = nameIn<keyof typeof MachineFunction>(MachineFunction, "function", number);
  return name === "square" ? "power" : name;
}

export function binaryKind(number: number): BinaryKind {
  const name = nameIn<keyof typeof MachineBinary>(MachineBinary, "operation of two arguments", number);
  return name === "multiply" ? "times" : name;
}

export const lossKind = (number: number): LossKind => nameIn<keyof typeof MachineLoss>(MachineLoss, "loss", number);
