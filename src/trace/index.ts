export * from "./payload.js";
export * from "./protocol.js";
export * from "./series.js";
