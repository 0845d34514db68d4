/** An output's place in the document: draws its payload there, and draws again when the payload, the view or the width changes. */
import { render } from "preact";
import { PayloadError } from "../trace/index.js";
import { type Extent, ViewContext, ViewStore } from "./cursor.js";
import { stateNames } from "./decode.js";
import { type DecodedPayload, decodePayload } from "./decodePayload.js";
import { afterPaint, PanelsWaitContext } from "./firstPaint.js";
import { Output, Unreadable } from "./Output.js";
import { StringsContext, stringsFor } from "./strings.js";

/** What all outputs share. */
export interface Surroundings {
  /** Language tag of the editor. */
  readonly locale: string | undefined;
  /** Whether things may move by themselves. */
  readonly motion: boolean;
}

/** px, where the document does not say (an output that is not laid out yet). */
const DEFAULT_WIDTH = 960;

export class OutputRoot {
  #content: DecodedPayload | { readonly error: string } = { error: "" };
  #store: ViewStore | null = null;
  #width: number;
  /** The animation frame that will draw; 0 when none is asked for. */
  #pending = 0;
  /** Whether the first picture is yet to come, or is not on the screen yet. */
  #isFirst = true;
  /** Calls the drawing of the rest off; it is asked for once. */
  #callOff: (() => void) | undefined;
  readonly #observer: ResizeObserver;

  constructor(
    private readonly element: HTMLElement,
    private readonly surroundings: () => Surroundings,
  ) {
    this.#width = widthOf(element);
    this.#observer = new ResizeObserver(() => this.#resize());
    this.#observer.observe(element);
  }

  /** Shows a payload, at once; of the first one all but the uppermost panel comes a frame later. The cursor stays where the reader put it when there was one before. */
  show(json: () => unknown): void {
    this.#content = readPayload(json);
    const extent = extentOf(this.#content);
    if (!extent) this.#store = null;
    else if (this.#store) this.#store.update(extent);
    else this.#store = this.#newStore(extent);
    this.#width = widthOf(this.element);
    this.draw();
    this.#callOff ??= afterPaint(() => this.#drawRest());
  }

  #drawRest(): void {
    this.#isFirst = false;
    this.draw();
  }

  #newStore(extent: Extent): ViewStore {
    const store = new ViewStore(extent);
    store.subscribe(() => this.#drawSoon());
    return store;
  }

  /** Several actions of one pointer move are one drawing. */
  #drawSoon(): void {
    if (this.#pending) return;
    this.#pending = requestAnimationFrame(() => this.draw());
  }

  /** Draws what is shown again: the theme, the language or the view changed. */
  draw(): void {
    cancelAnimationFrame(this.#pending);
    this.#pending = 0;
    const { locale, motion } = this.surroundings();
    const content = this.#content;
    const output =
      "error" in content ? (
        <Unreadable reason={content.error} />
      ) : (
        <Output {...content} width={this.#width} motion={motion} />
      );
    render(
      <StringsContext.Provider value={stringsFor(locale)}>
        <PanelsWaitContext.Provider value={this.#isFirst}>{this.#withView(output)}</PanelsWaitContext.Provider>
      </StringsContext.Provider>,
      this.element,
    );
  }

  #withView(output: preact.JSX.Element) {
    const store = this.#store;
    if (!store) return output;
    return <ViewContext.Provider value={{ view: store.view, dispatch: store.dispatch }}>{output}</ViewContext.Provider>;
  }

  /** The height that follows from a drawing must not lead to another one: only the width counts. */
  #resize(): void {
    const width = widthOf(this.element);
    if (width === this.#width) return;
    this.#width = width;
    this.draw();
  }

  dispose(): void {
    this.#observer.disconnect();
    cancelAnimationFrame(this.#pending);
    this.#callOff?.();
    render(null, this.element);
  }
}

/** px inside the padding. */
function widthOf(element: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  const padding = (Number.parseFloat(paddingLeft) || 0) + (Number.parseFloat(paddingRight) || 0);
  return Math.floor(element.clientWidth - padding) || DEFAULT_WIDTH;
}

function readPayload(json: () => unknown): DecodedPayload | { readonly error: string } {
  try {
    return decodePayload(json());
  } catch (error) {
    if (error instanceof PayloadError || error instanceof SyntaxError) return { error: error.message };
    throw error;
  }
}

function extentOf(content: DecodedPayload | { readonly error: string }): Extent | null {
  const decoded = "error" in content ? undefined : content.recordings[0];
  return decoded
    ? { steps: decoded.frames.steps, times: decoded.frames.times, states: stateNames(decoded.recording) }
    : null;
}
