/** Who is compared, and how its process is started. */
import { existsSync } from "node:fs";
import type { Dtype } from "../../../src/engine/index.js";

const BOTH = ["float32", "float64"] as const;
const FLOAT32 = ["float32"] as const;

/** `unroll` runs in Node, `chromium` is the same in a page. */
export type PeerName = "unroll" | "chromium" | "torch1" | "torch2" | "reference" | "tfjs" | "brain";

export interface PeerSpec {
  readonly name: PeerName;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** True: a process of its own for each case, so that no case pays for what V8 learned from another. */
  readonly fresh: boolean;
  /** The numbers that it computes with. */
  readonly dtypes: readonly Dtype[];
  /** ms: so long its threads go on turning after a run, and would disturb the next contestant. */
  readonly turning: number;
  /** True: left out of cases that would take it seconds a step. */
  readonly slow: boolean;
}

/** Where Debian's libopenblas0-pthread puts its libraries: before the default BLAS, whichever was chosen for the system. */
const OPENBLAS = `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/openblas-pthread`;
/** ms: OpenBLAS's own threads were seen to turn for 105 after a product; measured with `os.times` around sleeps. */
const OPENBLAS_TURNS = 150;
/** Debian's own Python, which sees Debian's packages; another may be first on the path. */
const PYTHON = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

/** @param folder  where the peers' bundles lie @param sources  where the Python peer lies */
export function peerSpecs(folder: string, sources: string): PeerSpec[] {
  const node = (name: PeerName, file: string, ...rest: string[]) => {
    const program = [`${folder}/${file}.js`, ...rest];
    return { name, command: process.execPath, arguments: program, environment: {}, fresh: true, turning: 0 };
  };
  return [
    { ...node("unroll", "unroll"), dtypes: BOTH, slow: false },
    { ...node("chromium", "chromium", `${folder}/page`), fresh: false, dtypes: BOTH, slow: true },
    torch("torch1", sources, 1),
    torch("torch2", sources, 2),
    { ...node("reference", "unroll", "reference"), dtypes: BOTH, slow: true },
    { ...node("tfjs", "tensorflow"), dtypes: FLOAT32, slow: true },
    { ...node("brain", "brain"), dtypes: FLOAT32, slow: true },
  ];
}

function torch(name: PeerName, sources: string, threads: number): PeerSpec {
  const environment = {
    OPENBLAS_NUM_THREADS: `${threads}`,
    OMP_NUM_THREADS: `${threads}`,
    LD_LIBRARY_PATH: [OPENBLAS, process.env.LD_LIBRARY_PATH ?? ""].filter(Boolean).join(":"),
  };
  const turning = threads > 1 ? OPENBLAS_TURNS : 0;
  const script = [`${sources}/torch_peer.py`, `${threads}`];
  return { name, command: PYTHON, arguments: script, environment, fresh: false, turning, dtypes: BOTH, slow: false };
}
