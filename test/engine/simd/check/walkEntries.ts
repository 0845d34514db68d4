/** The instructions that work entry by entry or row by row; see walk.ts. */
import { binaryKind, lossKind, unaryKind } from "./machineNames.js";
import { binarySlope, binaryValue, lossSlopes, lossValue, softmaxOf, unarySlope, unaryValue } from "./meanings.js";
import { inverse, residue, times } from "./residues.js";
import type { WalkMemory } from "./walkMemory.js";

function zero(m: WalkMemory): void {
  const [address, count] = m.take(2);
  m.uses([], [m.row(address, count)], [false]);
  for (let i = 0; i < count; i++) m.set(address + i * m.bytes, 0);
}

function map(m: WalkMemory): void {
  const [f, n, x, y] = m.take(4);
  const kind = unaryKind(f);
  m.uses([m.row(x, n)], [m.row(y, n)], [false], "may be in place");
  for (let i = 0; i < n; i++) m.set(y + i * m.bytes, unaryValue(kind, m.get(x + i * m.bytes), 2));
}

function pull(m: WalkMemory): void {
  const [f, n, x, y, g, into] = m.take(6);
  const adds = m.flag();
  const kind = unaryKind(f);
  m.uses(
    [x, y, g].map((at) => m.row(at, n)),
    [m.row(into, n)],
    [adds],
    "may be in place",
  );
  for (let i = 0; i < n; i++) {
    const at = i * m.bytes;
    const slope = unarySlope(kind, m.get(x + at), m.get(y + at), 2);
    m.put(into + at, times(m.get(g + at), slope), adds);
  }
}

function combine(m: WalkMemory): void {
  const [op, rows, columns, a, aRow, aColumn, b, bRow, bColumn, to] = m.take(10);
  const adds = m.flag();
  const kind = binaryKind(op);
  const read = [
    { address: a, rows, row: aRow, size: columns, step: aColumn },
    { address: b, rows, row: bRow, size: columns, step: bColumn },
  ];
  m.uses(read, [m.rows(to, rows, columns)], [adds], "may be in place");
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < columns; i++) {
      const value = binaryValue(kind, m.get(a + r * aRow + i * aColumn), m.get(b + r * bRow + i * bColumn));
      m.put(to + (r * columns + i) * m.bytes, value, adds);
    }
}

function pullBinary(m: WalkMemory): void {
  const [op, index, rows, columns, a, aRow, aColumn, b, bRow, bColumn, g, into, intoRow, intoColumn] = m.take(14);
  const adds = m.flag();
  const kind = binaryKind(op);
  const [ofA, ofB] = [
    { address: a, rows, row: aRow, size: columns, step: aColumn },
    { address: b, rows, row: bRow, size: columns, step: bColumn },
  ];
  const needsOther = kind === "times" || kind === "scale" || kind === "divide";
  const read = needsOther ? (kind === "divide" && index === 1 ? [ofA, ofB] : [index === 0 ? ofB : ofA]) : [];
  const target = { address: into, rows, row: intoRow, size: columns, step: intoColumn };
  m.uses([...read, m.rows(g, rows, columns)], [target], [adds], "may be in place");
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < columns; i++) {
      const slope = binarySlope(kind, index, m.get(a + r * aRow + i * aColumn), m.get(b + r * bRow + i * bColumn));
      const isFirst = (r === 0 || intoRow !== 0) && (i === 0 || intoColumn !== 0);
      m.put(
        into + r * intoRow + i * intoColumn,
        times(m.get(g + (r * columns + i) * m.bytes), slope),
        adds || !isFirst,
      );
    }
}

function softmax(m: WalkMemory): void {
  const [rows, n, x, y] = m.take(4);
  m.uses([m.rows(x, rows, n)], [m.rows(y, rows, n)], [false], "may be in place");
  for (let r = 0; r < rows; r++) softmaxRow(m, n, x + r * n * m.bytes, y + r * n * m.bytes);
}

function pullSoftmax(m: WalkMemory): void {
  const [rows, n, y, g, into] = m.take(5);
  m.uses([m.rows(y, rows, n), m.rows(g, rows, n)], [m.rows(into, rows, n)], [true]);
  for (let r = 0; r < rows; r++) {
    const start = r * n * m.bytes;
    const [shares, seeds] = [m.list(y + start, n), m.list(g + start, n)];
    const dot = shares.reduce((sum, p, i) => residue(sum + p * seeds[i]!), 0);
    shares.forEach((p, i) => {
      m.put(into + start + i * m.bytes, times(p, residue(seeds[i]! - dot)), true);
    });
  }
}

function loss(m: WalkMemory): void {
  const [l, rows, n, t, p, z, to] = m.take(7);
  const kind = lossKind(l);
  const read = kind === "crossEntropyOfSoftmax" || kind === "binaryCrossEntropyOfSigmoid" ? [t, z] : [t, p];
  m.uses(
    read.map((at) => m.rows(at, rows, n)),
    [m.row(to, rows)],
    [false],
  );
  for (let r = 0; r < rows; r++) {
    const [target, prediction, logits] = [t, p, z].map((at) => m.list(at + r * n * m.bytes, n));
    m.set(to + r * m.bytes, lossValue(kind, target!, prediction!, logits!));
  }
}

function pullLoss(m: WalkMemory): void {
  const [l, index, rows, n, t, p, z, g, into] = m.take(9);
  const adds = m.flag();
  const kind = lossKind(l);
  m.uses([...[t, p, z].map((at) => m.rows(at, rows, n)), m.row(g, rows)], [m.rows(into, rows, n)], [adds]);
  for (let r = 0; r < rows; r++) {
    const start = r * n * m.bytes;
    const [target, prediction, logits] = [t, p, z].map((at) => m.list(at + start, n));
    const seed = m.get(g + r * m.bytes);
    lossSlopes(kind, index, target!, prediction!, logits!).forEach((slope, i) => {
      m.put(into + start + i * m.bytes, times(seed, slope), adds);
    });
  }
}

function reduce(m: WalkMemory): void {
  const [rows, n, x, isMean, to] = m.take(5);
  m.uses([m.rows(x, rows, n)], [m.row(to, rows)], [false]);
  for (let r = 0; r < rows; r++) {
    const sum = residue(m.list(x + r * n * m.bytes, n).reduce((s, number) => s + number, 0));
    m.set(to + r * m.bytes, isMean !== 0 ? times(sum, inverse(n)) : sum);
  }
}

function pullReduce(m: WalkMemory): void {
  const [rows, n, g, isMean, into] = m.take(5);
  m.uses([m.row(g, rows)], [m.rows(into, rows, n)], [true]);
  for (let r = 0; r < rows; r++) {
    const seed = m.get(g + r * m.bytes);
    for (let i = 0; i < n; i++)
      m.put(into + (r * n + i) * m.bytes, isMean !== 0 ? times(seed, inverse(n)) : seed, true);
  }
}

function copyRows(m: WalkMemory): void {
  copy(m, false);
}

function addRows(m: WalkMemory): void {
  copy(m, true);
}

function softmaxRow(m: WalkMemory, n: number, x: number, y: number): void {
  softmaxOf(m.list(x, n)).forEach((p, i) => {
    m.set(y + i * m.bytes, p);
  });
}

function copy(m: WalkMemory, adds: boolean): void {
  const [rows, n, from, fromRow, to, toRow] = m.take(6);
  const read = { address: from, rows, row: fromRow, size: n };
  m.uses([read], [{ address: to, rows, row: toRow, size: n }], [adds]);
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < n; i++) m.put(to + r * toRow + i * m.bytes, m.get(from + r * fromRow + i * m.bytes), adds);
}

export const ENTRIES = {
  zero,
  map,
  pull,
  combine,
  pullBinary,
  softmax,
  pullSoftmax,
  loss,
  pullLoss,
  reduce,
  pullReduce,
  copyRows,
  addRows,
};
