/** Every view of a recording, and those of none, by the names of their pictures. */
import * as fixtures from "../fixtures/index.js";
import { check, definition, warned } from "../fixtures/views.js";

const { dashboard } = fixtures;

/** For what takes seconds to make. */
function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

export const VIEWS = {
  lyric: () => dashboard(fixtures.lyricRun()),
  vanishing: () => dashboard(fixtures.vanishingRun()),
  exploding: () => dashboard(fixtures.explodingRun()),
  lstm: () => dashboard(fixtures.lstmRun()),
  bidirectional: () => dashboard(fixtures.bidirectionalRun()),
  manyToOne: () => dashboard(fixtures.manyToOneRun()),
  feedForward: () => dashboard(fixtures.feedForwardTrace()),
  trace: () => dashboard(fixtures.lyricTrace()),
  long: once(() => dashboard(fixtures.longRun())),
  comparison: fixtures.comparison,
  equations: () => ({ ...dashboard(fixtures.lyricRun()), view: "equations" }),
  unrolled: () => ({ ...dashboard(fixtures.lyricRun()), view: "unrolled" }),
  losses: () => ({ ...dashboard(fixtures.lyricRun()), view: "losses" }),
  gradientNorms: () => ({ ...dashboard(fixtures.vanishingRun()), view: "gradientNorms" }),
  definition,
  warned,
  check,
};
