/** A judge in a process of its own, which is ended when a mutant does not come to an end, and begun anew. */
import { fork } from "node:child_process";

/** Nothing is heard for so long from one that has lost its way: a network takes a hundredth of it. ms */
const PATIENCE = 30_000;
/** The first network of a process waits for all that is loaded. ms */
const PATIENCE_AT_START = 180_000;

export class Judge {
  #file;
  #child;
  /** Mutants whose condition was met before there was a judge to turn them on: each needs a process of its own. */
  atLoad = [];

  /** @param file the judge's bundle */
  constructor(file) {
    this.#file = file;
  }

  /** @param question see judge.ts @returns whether the mutant is found */
  async finds(question) {
    if (this.atLoad.includes(question.mutant)) return this.#anew(question.mutant);
    if (!this.#child) await this.start();
    const answer = await this.#heard(this.#child, () => this.#child.send(question));
    if (answer === "found" || answer === "survived") return answer === "found";
    this.end();
    if (answer === "lost") return true;
    await this.start(); // tainted, by this mutant or by one before it
    const again = await this.#heard(this.#child, () => this.#child.send(question));
    this.end();
    return again !== "survived";
  }

  /** @throws Error when the engine is judged wrong without any mutant */
  async start() {
    this.#child = this.#forked();
    const answer = await this.#heard(this.#child, () => {}, PATIENCE_AT_START);
    if (answer !== "ready") throw new Error("the engine is judged wrong without any mutant");
  }

  end() {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }

  /** With the mutant from the first line on: what judges an engine without any finds it. */
  async #anew(mutant) {
    const child = this.#forked(mutant);
    const answer = await this.#heard(child, () => {}, PATIENCE_AT_START);
    child.kill("SIGKILL");
    return answer !== "ready";
  }

  #forked(...words) {
    return fork(this.#file, words.map(String), {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      serialization: "advanced",
      execArgv: ["--max-old-space-size=3000", "--max-semi-space-size=64", "--single-threaded-gc"],
    });
  }

  /** @returns the answer; "lost" when the process says nothing any more */
  #heard(child, ask, patience = PATIENCE) {
    return new Promise((resolve) => {
      let timer;
      const done = (answer) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(answer);
      };
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => done("lost"), patience);
      };
      child.on("message", ({ answer, atLoad }) => {
        if (atLoad) this.atLoad = atLoad;
        if (answer === "alive") wait();
        else done(answer);
      });
      child.on("exit", () => done("lost"));
      wait();
      ask();
    });
  }
}
