import type { Case } from "./cases.js";
import { type Left, leftOut, measure, type Pace } from "./measure.js";
import { Peer } from "./peer.js";
import type { PeerName, PeerSpec } from "./peers.js";
import type { CaseResult, Peak } from "./results.js";
import type { Rounds } from "./statistics.js";

const GEMM_SIZE = 512;
const GEMM_FLOPS = 2 * GEMM_SIZE ** 3;
const SMALL = { cell: "rnn", hidden: 1, inputs: 1, timeSteps: 1, batch: 1 } as const;

/** The peers that take part, those that stay started among them. */
export class Contest {
  readonly versions: Partial<Record<PeerName, string>> = {};
  readonly #specs: PeerSpec[] = [];
  readonly #standing = new Map<PeerName, Peer>();

  private constructor(readonly pace: Pace) {}

  /** Asks each peer who it is; one that refuses takes no part, and `versions` says why. */
  static async open(specs: readonly PeerSpec[], pace: Pace): Promise<Contest> {
    const contest = new Contest(pace);
    for (const spec of specs) await contest.#invite(spec);
    return contest;
  }

  async #invite(spec: PeerSpec): Promise<void> {
    const peer = new Peer(spec);
    const about = await peer.about();
    const text = "text" in about ? about.text : "";
    this.versions[spec.name] = about.refuses === undefined ? text : `not compared: ${about.refuses} ${text}`.trim();
    if (about.refuses === undefined) this.#specs.push(spec);
    if (about.refuses === undefined && !spec.fresh) this.#standing.set(spec.name, peer);
    else peer.close();
  }

  /** @param only  these peers; default: all */
  async measure(one: Case, only?: readonly PeerName[]): Promise<CaseResult> {
    const asked = this.#specs.filter(({ name }) => !only || only.includes(name));
    const out = asked.flatMap((spec): Left[] => {
      const why = leftOut(spec, one, this.pace);
      return why === undefined ? [] : [[spec.name, why]];
    });
    const specs = asked.filter(({ name }) => !out.some(([left]) => left === name));
    const peers = specs.map((spec) => this.#standing.get(spec.name) ?? new Peer(spec));
    try {
      const [measured, left] = await measure(one, peers, this.pace);
      return { case: one, measured, left: [...out, ...left] };
    } finally {
      for (const peer of peers) if (peer.spec.fresh) peer.close();
    }
  }

  /** What the peers reach in a plain matrix product, in their fastest round: a limit, not an average. */
  async peaks(): Promise<Peak[]> {
    const peaks: Peak[] = [];
    for (const dtype of ["float32", "float64"] as const) {
      const result = await this.measure({ task: "gemm", dtype, shape: SMALL }, ["torch1", "torch2", "tfjs"]);
      for (const { peer, rounds } of result.measured)
        peaks.push({ dtype, by: peer, gflops: GEMM_FLOPS / fastest(rounds) / 1e6 });
    }
    return peaks;
  }

  close(): void {
    for (const peer of this.#standing.values()) peer.close();
  }
}

function fastest(rounds: Rounds): number {
  return Math.min(...rounds.filter((time) => time !== undefined));
}
