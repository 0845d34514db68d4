import type { BuildOptions } from "esbuild";

export declare const rendererBundle: BuildOptions;
