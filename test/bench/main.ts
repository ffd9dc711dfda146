import { benchBundles } from "./bundles.ts";
import { benchRequests } from "./requests.ts";

/**
 * `npm run bench`: measures as ratios within one run. Nothing here passes or fails: the aims are printed beside the
 * figures, and a figure that misses its aim is there to be read.
 */
await benchBundles();
await benchRequests();
