/** Each panel's picture, as the static output draws it; a changed picture is to be looked at before it is accepted. */
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { ViewContext } from "../../../src/renderer/cursor.js";
import type { PanelName } from "../../../src/renderer/layout.js";
import { Compare } from "../../../src/renderer/panels/Compare.js";
import { compareModel } from "../../../src/renderer/panels/compareModel.js";
import { Panels } from "../../../src/renderer/panels/Panels.js";
import { panelWords } from "../../../src/renderer/panels/words.js";
import { staticTheme, ThemeContext } from "../../../src/renderer/theme.js";
import { readable } from "../readable.js";
import { recordings, type Setup, type SetupOptions, setup } from "./support.js";

function picture(width: number, height: number, { view }: Pick<Setup, "view">, children: ComponentChildren): string {
  const svg = (
    <ThemeContext.Provider value={staticTheme}>
      <ViewContext.Provider value={{ view, dispatch: () => {} }}>
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: compared as text only */}
        <svg
          xmlns="http://www.w3.org/2000/svg"
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          font-family="sans-serif"
        >
          {children}
        </svg>
      </ViewContext.Provider>
    </ThemeContext.Provider>
  );
  return readable(renderToString(svg));
}

function panelsOf(name: string, options: SetupOptions): string {
  const input = setup(recordings[name]!, options);
  const { layout, decoded } = input;
  return picture(layout.width, layout.height, input, <Panels decoded={decoded} layout={layout} />);
}

const cases: Record<string, [string, SetupOptions]> = {
  "unrolled lyric": ["lyric", { panels: ["unrolled"] }],
  "unrolled lyric, all losses": ["lyric", { panels: ["unrolled"], view: { source: "all", frame: 3 } }],
  "unrolled lyric, played backward": [
    "lyric",
    { panels: ["unrolled"], view: { playing: { phase: "backward", position: 2 }, column: 2 } },
  ],
  "unrolled vanishing, compact": ["vanishing", { panels: ["unrolled"] }],
  "unrolled lstm, narrow": ["lstm", { panels: ["unrolled"], width: 600 }],
  "unrolled bidirectional": ["bidirectional", { panels: ["unrolled"] }],
  "unrolled long": ["long", { panels: ["unrolled"], view: { column: 600 } }],
  "unrolled exploding": ["exploding", { panels: ["unrolled"], view: { frame: 20 } }],
  "folded lstm": ["lstm", { panels: ["unrolled"], view: { folded: true } }],
  "losses lyric": ["trace", { panels: ["losses"] }],
  "losses many-to-one, log": ["manyToOne", { panels: ["losses"], view: { logLoss: true, frame: 5 } }],
  "losses exploding": ["exploding", { panels: ["losses"] }],
  "norms vanishing": ["vanishing", { panels: ["gradientNorms"], view: { column: 30 } }],
  "norms exploding": ["exploding", { panels: ["gradientNorms"], view: { frame: 20 } }],
  "norms bidirectional, narrow": ["bidirectional", { panels: ["gradientNorms"], width: 600 }],
  "heatmap lyric": ["lyric", { panels: ["heatmap"], view: { frame: 10, column: 2 } }],
  "heatmap exploding": ["exploding", { panels: ["heatmap"] }],
  "heatmap trace": ["trace", { panels: ["heatmap"] }],
  "everything of a feed-forward network": ["feedForward", {}],
};

/** Panels by the word that begins a case, to be sure that each case draws what it says. */
const drawn: Record<string, PanelName> = {
  unrolled: "unrolled",
  folded: "unrolled",
  losses: "losses",
  norms: "gradientNorms",
  heatmap: "heatmap",
};

describe("the picture of", () => {
  it.each(Object.keys(cases))("%s", async (title) => {
    const svg = panelsOf(...cases[title]!);
    const panel = drawn[title.split(" ")[0]!];
    if (panel) expect(svg).toContain(`data-panel="${panel}"`);
    expect(svg).not.toMatch(/NaN[,"\s]|undefined|null|Infinity/);
    await expect(svg).toMatchFileSnapshot(`golden/${title.replace(/[^a-z]+/g, "-")}.svg`);
  });

  it("a comparison", async () => {
    const runs = ["lyric", "manyToOne", "exploding"].map((name) => ({
      name,
      decoded: setup(recordings[name]!).decoded,
    }));
    const model = compareModel({ runs, width: 1000, view: { logLoss: true }, words: panelWords });
    const svg = picture(1000, model.height, setup(recordings.lyric!), <Compare model={model} />);
    await expect(svg).toMatchFileSnapshot("golden/comparison.svg");
  });

  it("a panel has attributes only: no styles, no identifiers, nothing from elsewhere", () => {
    for (const name of Object.keys(recordings)) {
      expect(panelsOf(name, {})).not.toMatch(
        /var\(--|<style|\sstyle=|<use|<foreignObject|\sclass=|\sid=|url\(|href=|<image|tabindex|role=/i,
      );
    }
  });
});
