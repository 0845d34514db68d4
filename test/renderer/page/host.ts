/**
 * Runs inside the page: plays the notebook's part towards the renderer. Bundled with it, so that the entry that the
 * editor loads is the one that is tested.
 */
import type { OutputItem } from "vscode-notebook-renderer";

interface Entry {
  activate(context: unknown): {
    renderOutputItem(item: OutputItem, element: HTMLElement, signal: AbortSignal): void;
    disposeOutputItem?(id?: string): void;
  };
}

export interface Host {
  /** Renders a payload into the output `name`, which is made when it is new. */
  render(name: string, json: string): void;
  dispose(name: string): void;
  /** What the extension would send. */
  post(message: unknown): void;
  /** Messages that the renderer sent. */
  readonly sent: readonly unknown[];
  readonly elements: Readonly<Record<string, HTMLElement>>;
}

declare global {
  interface Window {
    host: Host;
  }
}

/** @param url of the renderer's bundle */
export async function start(url: string): Promise<void> {
  const { activate } = (await import(url)) as Entry;
  const listeners: ((message: unknown) => void)[] = [];
  const sent: unknown[] = [];
  const api = activate({
    workspace: { isTrusted: false },
    postMessage: (message: unknown) => sent.push(message),
    onDidReceiveMessage: (listener: (message: unknown) => void) => listeners.push(listener),
  });
  const elements: Record<string, HTMLElement> = {};
  window.host = {
    sent,
    elements,
    render(name, json) {
      elements[name] ??= addOutput(name);
      api.renderOutputItem(itemOf(name, json), elements[name], new AbortController().signal);
    },
    dispose(name) {
      api.disposeOutputItem?.(name);
    },
    post(message) {
      for (const listener of listeners) listener(message);
    },
  };
}

function addOutput(name: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "output";
  element.dataset.output = name;
  document.querySelector("#container")!.append(element);
  return element;
}

function itemOf(id: string, json: string): OutputItem {
  const bytes = () => new TextEncoder().encode(json);
  return {
    id,
    mime: "application/vnd.unroll.v1+json",
    metadata: {},
    text: () => json,
    json: () => JSON.parse(json),
    data: bytes,
    blob: () => new Blob([json]),
  };
}
