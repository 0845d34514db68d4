export { activate } from "./renderer.js";
