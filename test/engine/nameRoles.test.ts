import { expect, it } from "vitest";
import { Definition } from "../../src/engine/index.js";

const ELMAN = new Definition(
  "# a comment\ns[t] = tanh(U x[t] + W s[t-1] + b)\ny[t] = softmax(V s[t] + c)\nA = W + W'\nE[t] = crossEntropy(target[t], y[t])",
);

it("tells of a definition each name's role", () => {
  expect(`${ELMAN.roles}`).toMatchInlineSnapshot(`
    "x       input
    target  target
    U       parameter
    W       parameter
    b       parameter
    V       parameter
    c       parameter
    s       state
    y       output
    A       derived
    E       loss"
  `);
  expect(ELMAN.roles.rows[0]).toEqual({ name: "x", role: "input", time: "t", size: null, origin: null });
});

it("tells of a model each size too, and where it came from", () => {
  expect(`${ELMAN.build({ x: 3, s: 4, y: 2 }).roles}`).toMatchInlineSnapshot(`
    "x       input      3    given
    target  target     2    from y, inferred from line 5
    U       parameter  4×3  from s and x, inferred from line 2
    W       parameter  4×4  from s, inferred from line 2
    b       parameter  4    from s, inferred from line 2
    V       parameter  2×4  from y and s, inferred from line 3
    c       parameter  2    from y, inferred from line 3
    s       state      4    given
    y       output     2    given
    A       derived    4×4  from s, inferred from line 4
    E       loss       1    inferred from line 5"
  `);
  expect(`${ELMAN.build({ U: [4, 3], target: 2 }).roles}`).toMatchInlineSnapshot(`
    "x       input      3    from U, inferred from line 2
    target  target     2    given
    U       parameter  4×3  given
    W       parameter  4×4  from U, inferred from line 2
    b       parameter  4    from U, inferred from line 2
    V       parameter  2×4  from target and U, inferred from line 5
    c       parameter  2    from target, inferred from line 5
    s       state      4    from U, inferred from line 2
    y       output     2    from target, inferred from line 5
    A       derived    4×4  from U, inferred from line 4
    E       loss       1    inferred from line 5"
  `);
});

it("tells of a size that later lines decide which line that was", () => {
  const { roles } = new Definition(
    "y[t] = V s[t]\ns[t] = tanh(U x[t] + W s[t-1])\nE[t] = squaredError(d[t], y[t])",
  ).build({
    d: 2,
    U: [4, 3],
  });
  const of = (name: string) => roles.rows.find((row) => row.name === name)!.origin;
  expect(of("y")).toEqual({ kind: "inferred", line: 3, from: ["d"] });
  expect(of("V")).toEqual({ kind: "inferred", line: 3, from: ["d", "U"] });
  expect(of("s")).toEqual({ kind: "inferred", line: 2, from: ["U"] });
  expect(of("d")).toEqual({ kind: "given" });
});

it("is plain data as JSON", () => {
  const rows = JSON.parse(JSON.stringify(ELMAN.build({ x: 3, s: 4, y: 2 }).roles));
  expect(rows[2]).toEqual({
    name: "U",
    role: "parameter",
    time: "none",
    size: { rows: 4, columns: 3 },
    origin: { kind: "inferred", line: 2, from: ["s", "x"] },
  });
});

it("tells of what is read at the end, without an index, that it is no derived parameter", () => {
  const { roles } = new Definition(
    "s[t] = tanh(U x[t] + W s[t-1])\nA = V V'\nh = A s[T]\ny = R h\nE = squaredError(d, y)",
  );
  expect(Object.fromEntries(roles.rows.map(({ name, role }) => [name, role]))).toMatchObject({
    A: "derived",
    h: "hidden",
    y: "output",
    E: "loss",
  });
});
