export * from "./diagnosis.js";
export * from "./diagnosisSentences.js";
export * from "./formatNumber.js";
export type { GradientFlow, NonFiniteFlow, SteadyFlow } from "./gradientFlow.js";
export * from "./kernelClient.js";
export * from "./mime.js";
export * from "./payload.js";
export * from "./protocol.js";
export * from "./series.js";
