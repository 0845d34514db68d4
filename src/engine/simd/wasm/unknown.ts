import { NumberList } from "./opcodes";

/** The number that the kernels stopped at, and the list that it is missing in; -1 while they have not stopped. */
export let unknownList: i32 = -1;
export let unknownNumber: i32 = -1;

/** Stops the kernels at a number that they do not know. */
export function refuse(list: NumberList, number: i32): void {
  unknownList = list;
  unknownNumber = number;
  unreachable();
}
