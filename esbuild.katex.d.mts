import type { Plugin } from "esbuild";

export const katexSubset: Plugin;
