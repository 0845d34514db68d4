/** A thread that helps the one that runs the cells with large batches. */
import { parentPort } from "node:worker_threads";
import { HelperThread } from "../lab/threads.js";

const thread = new HelperThread();
parentPort!.on("message", (message) => thread.receive(message));
