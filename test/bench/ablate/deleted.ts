/** Rewritings that were deleted, with what they gained when they were: 19 training steps of Elman networks and LSTMs; the last five all that they may touch. */
import type { Deleted } from "./tables.js";

const one = (name: string, what: string, mean: number, ratio: number, of: string): Deleted => ({
  name,
  what,
  mean,
  largest: { name: of, ratio },
});

export const DELETED: readonly Deleted[] = [
  one(
    "loss seeds kept",
    "left the losses' adjoints in place between passes",
    1.013,
    1.076,
    "Elman (100, 65, 25, 1) f32",
  ),
  one(
    "inputs kept",
    "left what a batch gives in place between training steps",
    1.02,
    1.076,
    "LSTM (24, 40, 40, 12) f64",
  ),
  one("copies first", "began a sum with the copy of its bias", 1.024, 1.088, "Elman (16, 6, 5, 1) f32"),
  one("whole copies", "copied rows that lie beside each other as one", 1.011, 1.102, "LSTM (64, 32, 100, 32) f64"),
  one("one long row", "went through rows that lie beside each other as one", 1.005, 1.125, "LSTM (24, 40, 40, 12) f32"),
  one(
    "loss at its softmax",
    "made a softmax and its cross-entropy by one instruction",
    1.021,
    1.085,
    "Elman (100, 65, 25, 1) f32",
  ),
  one(
    "zeros of a target skipped",
    "did not read a prediction where its target is 0",
    1.01,
    1.061,
    "Elman (24, 40, 40, 12) f32",
  ),
  one(
    "logits' gradient set apart",
    "had a loop of its own for a gradient that is set",
    1.011,
    1.094,
    "LSTM (24, 40, 40, 12) f32",
  ),
  one("row blocks", "took a long product's rows in blocks", 1.012, 1.066, "LSTM (24, 40, 40, 12) f32"),
  one(
    "short stretches",
    "read a transposed factor in stretches that stay in the cache",
    1.006,
    1.035,
    "LSTM (16, 8, 50, 1) f32",
  ),
  one("plain loops", "had loops of their own for operands of one size", 1.005, 1.059, "LSTM (16, 8, 50, 1) f64"),
  one(
    "panels packed on the way",
    "packed an unpacked right factor's panels from 12 rows on",
    1,
    1.045,
    "Elman (16, 6, 5, 1) f32",
  ),
  one(
    "far columns packed",
    "packed the left factor's columns where its rows lie far apart, in a gradient",
    1.016,
    1.026,
    "Elman (256, 64, 200, 32) f64",
  ),
  one(
    "unread adjoints",
    "did not read an adjoint that a product's factors set",
    1.008,
    1.042,
    "GRU (24, 40, 40, 12) f32",
  ),
  one(
    "products of zeros",
    "made no product for a norm where one factor is zero",
    1.003,
    1.053,
    "GRU (64, 32, 100, 32) f32, with norms",
  ),
  one(
    "rows handed over",
    "turned a function's rows into its argument's in place",
    0.989,
    1.081,
    "Elman (16, 6, 5, 1) f64, credit matrix",
  ),
];
