/** A page's thread that helps the first one with large batches. */
import { HelperThread } from "../../../src/lab/threads.js";

const thread = new HelperThread();
self.onmessage = ({ data }) => thread.receive(data);
