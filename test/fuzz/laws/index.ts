/** Everything that holds for every network. */
import type { ThreadHost } from "../../../src/engine/simd/threadHost.js";
import { backendsAgree, contributionsSum } from "./backends.js";
import { derivationsHold, pathsSum } from "./derivations.js";
import { inputsHaveGradients, slopesAreDifferences } from "./differences.js";
import type { Law } from "./law.js";
import { valuesAreTheEquations } from "./meaning.js";
import { observationsAgree } from "./observations.js";
import { networksTrustThemselves, plansAreProved } from "./plans.js";
import { batchesAreTheirSequences } from "./sequences.js";
import { partsAreIndependent, threadsAgree } from "./threads.js";
import { windowsAreTheirDefinition } from "./windows.js";

/** @param threads where passes may be shared among threads */
export const lawsWith = (threads: ThreadHost | undefined): readonly Law[] => [
  valuesAreTheEquations,
  backendsAgree("float64"),
  backendsAgree("float32"),
  slopesAreDifferences,
  inputsHaveGradients,
  contributionsSum,
  batchesAreTheirSequences,
  partsAreIndependent,
  threadsAgree(threads),
  windowsAreTheirDefinition,
  observationsAgree,
  pathsSum,
  derivationsHold,
  plansAreProved,
  networksTrustThemselves,
];
