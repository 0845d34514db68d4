import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { PeerSpec } from "./peers.js";
import type { About, Job, Prepared, Ran, Request } from "./protocol.js";

type Refusal = { readonly refuses: string };

/** A peer's process and the talk with it. A process that fails refuses whatever is asked of it. */
export class Peer {
  readonly #child: ChildProcess;
  readonly #waiting: ((line: string) => void)[] = [];
  #complaints = "";
  #ended: string | undefined;

  constructor(readonly spec: PeerSpec) {
    this.#child = spawn(spec.command, spec.arguments, { env: { ...process.env, ...spec.environment } });
    createInterface({ input: this.#child.stdout! }).on("line", (line) => this.#waiting.shift()?.(line));
    this.#child.stderr!.on("data", (data) => {
      this.#complaints += data;
    });
    this.#child.stdin!.on("error", () => {}); // it has ended: `close` says so
    this.#child.on("error", (error) => this.#end(error.message));
    this.#child.on("close", (code) => this.#end(`ended with ${code}: ${complaintIn(this.#complaints)}`));
  }

  about(): Promise<About | Refusal> {
    return this.#ask({ ask: "about" });
  }

  prepare(job: Job): Promise<Prepared | Refusal> {
    return this.#ask({ ask: "prepare", ...job });
  }

  /** @throws Error when the process has ended */
  async run(times: number): Promise<Ran> {
    const answer = await this.#ask<Ran>({ ask: "run", times });
    if ("refuses" in answer) throw new Error(`${this.spec.name} ${answer.refuses}`);
    return answer;
  }

  close(): void {
    this.#child.stdin!.end();
  }

  #ask<Answer>(request: Request): Promise<Answer | Refusal> {
    if (this.#ended !== undefined) return Promise.resolve({ refuses: this.#ended });
    return new Promise((resolve) => {
      this.#waiting.push((line) => resolve(JSON.parse(line)));
      this.#child.stdin!.write(`${JSON.stringify(request)}\n`);
    });
  }

  #end(why: string): void {
    this.#ended ??= why;
    for (const answer of this.#waiting.splice(0)) answer(JSON.stringify({ refuses: this.#ended }));
  }
}

/** The line that names the error, or the last one. */
function complaintIn(text: string): string {
  const lines = text.trim().split("\n");
  return lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? "";
}
