// What the workbench and its extension host print: test reports go out at once, the rest waits for a failure.

/** Printed in every run of this server, whose native modules are left out on purpose; it would only hide what matters. */
const NOISE =
  /bindings file|watchdog|Ignoring fetching additional builtin|AccountPolicyGate|Creating a socket|connection token|\[Service Worker\] registration|grace-time|AgentHost|builtin extensions cache/;
const KEPT_LINES = 300;

export class HostLog {
  /** @type {string[]} */
  #lines = [];
  #mark;

  /** @param {string} mark  what the test report's lines begin with */
  constructor(mark) {
    this.#mark = mark;
  }

  /** @param {string} type  "info", "error", … @param {unknown[]} args  as given to console.log */
  add(type, args) {
    const text = args.map((arg) => (typeof arg === "string" ? arg : JSON.stringify(arg))).join(" ");
    if (text.startsWith(this.#mark)) console.log(text.slice(this.#mark.length));
    else if (!NOISE.test(text)) this.#lines.push(`[${type}] ${text}`);
  }

  /** The last lines, under a heading. */
  text() {
    return ["The extension host's log:", ...this.#lines.slice(-KEPT_LINES)].join("\n");
  }
}
