/**
 * Two operands entry by entry, over rows × columns numbers of the result. An operand steps by `row` bytes from row to row
 * and by `column` bytes (one number, or 0 for a number that meets a whole row) from entry to entry: a bias has row 0,
 * a single number both 0.
 */
import { bytes, LANES, mask, splatted, storeFirst } from "./lanes";
import { MachineBinary, NumberList } from "./opcodes";
import { refuse } from "./unknown";

// @ts-ignore: decorator
@inline function apply(op: MachineBinary, a: v128, b: v128): v128 {
  if (op == MachineBinary.add) return v128.add<F>(a, b);
  if (op == MachineBinary.subtract) return v128.sub<F>(a, b);
  if (op == MachineBinary.multiply) return v128.mul<F>(a, b);
  if (op == MachineBinary.divide) return v128.div<F>(a, b);
  refuse(NumberList.pairOperation, op);
  return a;
}

/** A vector of an operand: its next numbers, or one number in every lane. */
// @ts-ignore: decorator
@inline function fetch(at: usize, column: usize): v128 {
  return column == 0 ? splatted(at) : v128.load(at);
}

/**
 * The adjoint g of the result times the slope by the left (index 0) or the right operand. Only what the slope needs is
 * read: a pass goes through more memory than the caches hold.
 */
// @ts-ignore: decorator
@inline function pulled(op: MachineBinary, index: i32, a: usize, aColumn: usize, b: usize, bColumn: usize, g: v128): v128 {
  if (op == MachineBinary.add) return g;
  if (op == MachineBinary.subtract) return index == 0 ? g : v128.neg<F>(g);
  if (op == MachineBinary.multiply) return v128.mul<F>(g, index == 0 ? fetch(b, bColumn) : fetch(a, aColumn));
  if (op != MachineBinary.divide) refuse(NumberList.pairOperation, op);
  const divisor = fetch(b, bColumn);
  if (index == 0) return v128.div<F>(g, divisor);
  return v128.neg<F>(v128.div<F>(v128.mul<F>(g, fetch(a, aColumn)), v128.mul<F>(divisor, divisor)));
}

// @ts-ignore: decorator
@inline function combineWith(op: MachineBinary, rows: i32, columns: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize, to: usize, adds: bool): void {
  for (let r = 0; r < rows; r++) {
    let i = 0;
    for (; i + LANES <= columns; i += LANES) {
      const x = fetch(a + <usize>i * aColumn, aColumn);
      const y = fetch(b + <usize>i * bColumn, bColumn);
      const p = apply(op, x, y);
      v128.store(to + bytes(i), adds ? v128.add<F>(v128.load(to + bytes(i)), p) : p);
    }
    for (; i < columns; i++) {
      const p = apply(op, splatted(a + <usize>i * aColumn), splatted(b + <usize>i * bColumn));
      storeFirst(to + bytes(i), adds ? v128.add<F>(splatted(to + bytes(i)), p) : p);
    }
    a += aRow;
    b += bRow;
    to += bytes(columns);
  }
}

/** to (+)= a ∘ b. */
export function combine(op: MachineBinary, rows: i32, columns: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize, to: usize, adds: bool): void {
  switch (op) {
    case MachineBinary.add: combineWith(MachineBinary.add, rows, columns, a, aRow, aColumn, b, bRow, bColumn, to, adds); break;
    case MachineBinary.subtract: combineWith(MachineBinary.subtract, rows, columns, a, aRow, aColumn, b, bRow, bColumn, to, adds); break;
    case MachineBinary.multiply: combineWith(MachineBinary.multiply, rows, columns, a, aRow, aColumn, b, bRow, bColumn, to, adds); break;
    case MachineBinary.divide: combineWith(MachineBinary.divide, rows, columns, a, aRow, aColumn, b, bRow, bColumn, to, adds); break;
    default: refuse(NumberList.pairOperation, op);
  }
}

// @ts-ignore: decorator
@inline function pullWith(op: MachineBinary, index: i32, rows: i32, columns: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize, g: usize, into: usize, intoRow: usize, adds: bool): void {
  for (let r = 0; r < rows; r++) {
    const kept = mask(adds || (r > 0 && intoRow == 0));
    let i = 0;
    for (; i + LANES <= columns; i += LANES) {
      const p = pulled(op, index, a + <usize>i * aColumn, aColumn, b + <usize>i * bColumn, bColumn, v128.load(g + bytes(i)));
      v128.store(into + bytes(i), v128.add<F>(v128.and(v128.load(into + bytes(i)), kept), p));
    }
    for (; i < columns; i++) {
      const p = pulled(op, index, a + <usize>i * aColumn, 0, b + <usize>i * bColumn, 0, splatted(g + bytes(i)));
      storeFirst(into + bytes(i), v128.add<F>(v128.and(splatted(into + bytes(i)), kept), p));
    }
    a += aRow;
    b += bRow;
    g += bytes(columns);
    into += intoRow;
  }
}

/** Into one number for a row (intoRow ≠ 0) or for all rows: the entries add up one after the other. */
// @ts-ignore: decorator
@inline function sumWith(op: MachineBinary, index: i32, rows: i32, columns: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize, g: usize, into: usize, intoRow: usize, adds: bool): void {
  for (let r = 0; r < rows; r++) {
    let sum = v128.and(splatted(into), mask(adds || (r > 0 && intoRow == 0)));
    for (let i = 0; i < columns; i++)
      sum = v128.add<F>(sum, pulled(op, index, a + <usize>i * aColumn, 0, b + <usize>i * bColumn, 0, splatted(g + bytes(i))));
    storeFirst(into, sum);
    a += aRow;
    b += bRow;
    g += bytes(columns);
    into += intoRow;
  }
}

// @ts-ignore: decorator
@inline function pullOp(op: MachineBinary, index: i32, rows: i32, columns: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize, g: usize, into: usize, intoRow: usize, intoColumn: usize, adds: bool): void {
  if (intoColumn != 0 || columns == 1) pullWith(op, index, rows, columns, a, aRow, aColumn, b, bRow, bColumn, g, into, intoRow, adds);
  else sumWith(op, index, rows, columns, a, aRow, aColumn, b, bRow, bColumn, g, into, intoRow, adds);
}

/** Adds to the adjoint of one operand (or sets it), which steps like the operand itself. */
export function pullBinary(op: MachineBinary, index: i32, rows: i32, columns: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize, g: usize, into: usize, intoRow: usize, intoColumn: usize, adds: bool): void {
  switch (op) {
    case MachineBinary.add: pullOp(MachineBinary.add, index, rows, columns, a, aRow, aColumn, b, bRow, bColumn, g, into, intoRow, intoColumn, adds); break;
    case MachineBinary.subtract: pullOp(MachineBinary.subtract, index, rows, columns, a, aRow, aColumn, b, bRow, bColumn, g, into, intoRow, intoColumn, adds); break;
    case MachineBinary.multiply: pullOp(MachineBinary.multiply, index, rows, columns, a, aRow, aColumn, b, bRow, bColumn, g, into, intoRow, intoColumn, adds); break;
    case MachineBinary.divide: pullOp(MachineBinary.divide, index, rows, columns, a, aRow, aColumn, b, bRow, bColumn, g, into, intoRow, intoColumn, adds); break;
    default: refuse(NumberList.pairOperation, op);
  }
}
