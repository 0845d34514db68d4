/** For whoever runs the lab and can start threads: large batches are then shared among them. */
export { HelperThread } from "../engine/simd/helperThread.js";
export { setThreadHost, type ThreadHost } from "../engine/simd/threadHost.js";
