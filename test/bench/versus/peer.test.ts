import { expect, it } from "vitest";
import { Contest } from "./contest.js";
import { QUICK } from "./measure.js";
import { Peer } from "./peer.js";
import type { PeerSpec } from "./peers.js";

/** A peer that is this program. */
const peerOf = (program: string, command = process.execPath): PeerSpec => {
  const settled = { environment: {}, fresh: true, turning: 0, dtypes: ["float64"], slow: false } as const;
  return { name: "torch1", command, arguments: ["-e", program], ...settled };
};
const ECHO = `process.stdin.on("data", (data) => console.log(JSON.stringify({ text: data.toString().trim() })))`;

it("talks in one JSON object a line", async () => {
  const peer = new Peer(peerOf(ECHO));
  expect(await peer.about()).toEqual({ text: '{"ask":"about"}' });
  expect(await peer.about()).toEqual({ text: '{"ask":"about"}' });
  peer.close();
});

it("refuses with the error of a process that fails, at once and ever after", async () => {
  const peer = new Peer(
    peerOf(`console.error("Traceback\\nModuleNotFoundError: No module named x\\nmore"); process.exit(3)`),
  );
  const refusal = { refuses: "ended with 3: ModuleNotFoundError: No module named x" };
  expect(await peer.about()).toEqual(refusal);
  expect(await peer.about()).toEqual(refusal);
  await expect(peer.run(1)).rejects.toThrow("torch1 ended with 3");
});

it("a peer that is not installed takes no part, and the versions say so", async () => {
  const contest = await Contest.open([peerOf("", "no-such-program")], QUICK);
  expect(contest.versions.torch1).toContain("not compared: spawn no-such-program ENOENT");
  contest.close();
});
