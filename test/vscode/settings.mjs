// User settings that keep a VS Code quiet.
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** The themes that tests use: the id in the settings, the label in VS Code's own picker, and the classes that tell them apart. */
export const THEMES = {
  light: { id: "Light Modern", label: "Light Modern", workbenchClass: "vs", webviewClass: "vscode-light" },
  dark: { id: "Dark Modern", label: "Dark Modern", workbenchClass: "vs-dark", webviewClass: "vscode-dark" },
  hc: {
    id: "Default High Contrast",
    label: "Dark High Contrast",
    workbenchClass: "hc-black",
    webviewClass: "vscode-high-contrast",
  },
  "hc-light": {
    id: "Default High Contrast Light",
    label: "Light High Contrast",
    workbenchClass: "hc-light",
    webviewClass: "vscode-high-contrast-light",
  },
};

/** Nothing pops up, nothing calls home, nothing saves by itself: right for a person's first look and for tests. */
const QUIET = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "update.showReleaseNotes": false,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "never",
  "files.autoSave": "off", // the web's default saves by itself, which would edit the lessons
};

/** For tests on top: the same picture every time. */
export const STILL = {
  "workbench.layoutControl.enabled": false,
  "workbench.reduceMotion": "on",
  "window.commandCenter": false,
  "window.autoDetectColorScheme": false,
  "window.confirmBeforeClose": "never",
  "git.enabled": false, // no badge or colour in the explorer that depends on the clone
  "files.hotExit": "off",
  "editor.cursorBlinking": "solid",
  "notebook.globalToolbarShowLabel": "always",
  "notebook.stickyScroll.enabled": false,
};

/**
 * Writes the user settings for the next page; a VS Code that is already open does not see the change.
 * @param {import("./server.mjs").Server} server
 * @param {{ theme?: string, settings?: Record<string, unknown> }} [options]  theme: a key of THEMES or a theme's id, default "light"
 */
export async function writeSettings(server, { theme = "light", settings = {} } = {}) {
  const file = path.join(server.dirs.userData, "User", "settings.json");
  await mkdir(path.dirname(file), { recursive: true });
  const quiet = { ...QUIET, "workbench.colorTheme": THEMES[theme]?.id ?? theme, ...settings };
  await writeFile(file, JSON.stringify(quiet, null, 2));
}
