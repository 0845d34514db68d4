/** PyTorch's stored updates, and our optimizers for them. */
import { adagrad, adam, momentum, type Optimizer, rmsprop, sgd } from "../../../src/engine/index.js";
import { readGolden, type Stored } from "../golden.js";

export interface OptimizerCase {
  readonly name: string;
  readonly options: { lr: number; momentum: number; alpha: number; eps: number; beta1: number; beta2: number };
  readonly start: Stored[];
  /** By update, by parameter. */
  readonly gradients: Stored[][];
  readonly after: Stored[][];
}

export const optimizerCases = (): OptimizerCase[] => readGolden<{ cases: OptimizerCase[] }>("optimizer").cases;

/** By the cases' names. */
export const optimizerMakers: Readonly<Record<string, (options: OptimizerCase["options"]) => Optimizer>> = {
  sgd: ({ lr }) => sgd({ lr }),
  momentum: ({ lr, momentum: kept }) => momentum({ lr, momentum: kept }),
  rmsprop: ({ lr, alpha, eps }) => rmsprop({ lr, decay: alpha, epsilon: eps }),
  adagrad: ({ lr, eps }) => adagrad({ lr, epsilon: eps }),
  adam: ({ lr, beta1, beta2, eps }) => adam({ lr, beta1, beta2, epsilon: eps }),
};
