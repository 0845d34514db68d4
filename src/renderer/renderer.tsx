/** The entry that the editor loads: draws every output of our MIME type in a notebook. */
import type { ActivationFunction } from "vscode-notebook-renderer";
import { onEditorLocale } from "./locale.js";
import { OutputRoot } from "./OutputRoot.js";
import { installStyles } from "./styles.js";

export const activate: ActivationFunction = (context) => {
  installStyles(document, import.meta.url);
  const roots = new Map<HTMLElement, { readonly root: OutputRoot; id: string }>();
  let locale = document.documentElement.lang || navigator.language;
  const surroundings = () => ({ locale, motion: mayMove() });
  const drawAll = () => {
    for (const { root } of roots.values()) root.draw();
  };
  onEditorLocale(context, (told) => {
    locale = told;
    drawAll();
  });
  onThemeChange(drawAll);
  const dispose = (element: HTMLElement) => {
    roots.get(element)?.root.dispose();
    roots.delete(element);
  };
  return {
    renderOutputItem(item, element) {
      // A new payload of the same output comes to the same element, without a disposal in between.
      const entry = roots.get(element) ?? { root: new OutputRoot(element, surroundings), id: item.id };
      entry.id = item.id;
      roots.set(element, entry);
      entry.root.show(() => item.json());
    },
    disposeOutputItem(id) {
      for (const [element, entry] of roots) if (id === undefined || entry.id === id) dispose(element);
    },
  };
};

/** Unless the editor or the system asks for less motion. */
function mayMove(): boolean {
  const asked = document.body.classList.contains("vscode-reduce-motion");
  return !asked && !matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** The editor changes the body's class and the root's variables. */
function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
}
