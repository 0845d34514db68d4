/** The variables that VS Code gives to an output's frame, in its four default themes; those that we read. */
export type ThemeName = "light" | "dark" | "hc-dark" | "hc-light";

export const themes: Readonly<
  Record<ThemeName, { readonly bodyClass: string; readonly variables: Readonly<Record<string, string>> }>
> = {
  light: {
    bodyClass: "vscode-light",
    variables: {
      foreground: "#3b3b3b",
      "editor-background": "#ffffff",
      "editor-foreground": "#3b3b3b",
      descriptionForeground: "#3b3b3b",
      errorForeground: "#c72e0f",
      focusBorder: "#005fb8",
      "charts-blue": "#0063d3",
      "charts-red": "#e51400",
      "charts-orange": "#d18616",
      "charts-green": "#388a34",
      "charts-purple": "#652d90",
      "toolbar-hoverBackground": "rgba(184, 184, 184, 0.31)",
      "toolbar-activeBackground": "rgba(166, 166, 166, 0.31)",
    },
  },
  dark: {
    bodyClass: "vscode-dark",
    variables: {
      foreground: "#cccccc",
      "editor-background": "#1f1f1f",
      "editor-foreground": "#cccccc",
      descriptionForeground: "#9d9d9d",
      errorForeground: "#f85149",
      focusBorder: "#0078d4",
      "charts-blue": "#59a4f9",
      "charts-red": "#f14c4c",
      "charts-orange": "#d18616",
      "charts-green": "#89d185",
      "charts-purple": "#b180d7",
      "toolbar-hoverBackground": "rgba(90, 93, 94, 0.31)",
      "toolbar-activeBackground": "rgba(99, 102, 103, 0.31)",
    },
  },
  "hc-dark": {
    bodyClass: "vscode-high-contrast",
    variables: {
      foreground: "#ffffff",
      "editor-background": "#000000",
      "editor-foreground": "#ffffff",
      descriptionForeground: "rgba(255, 255, 255, 0.7)",
      errorForeground: "#f48771",
      focusBorder: "#f38518",
      contrastBorder: "#6fc3df",
      contrastActiveBorder: "#f38518",
      "charts-blue": "#59a4f9",
      "charts-red": "#f48771",
      "charts-orange": "#d18616",
      "charts-green": "#89d185",
      "charts-purple": "#b180d7",
    },
  },
  "hc-light": {
    bodyClass: "vscode-high-contrast-light vscode-high-contrast",
    variables: {
      foreground: "#292929",
      "editor-background": "#ffffff",
      "editor-foreground": "#292929",
      descriptionForeground: "rgba(41, 41, 41, 0.7)",
      errorForeground: "#b5200d",
      focusBorder: "#006bbd",
      contrastBorder: "#0f4a85",
      contrastActiveBorder: "#006bbd",
      "charts-blue": "#0063d3",
      "charts-red": "#b5200d",
      "charts-orange": "#d18616",
      "charts-green": "#374e06",
      "charts-purple": "#652d90",
    },
  },
};
