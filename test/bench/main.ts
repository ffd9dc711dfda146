import { startProduct } from "../api/support/product.ts";
import { benchBundles } from "./bundles.ts";
import { benchDossier } from "./dossier.ts";
import { benchInspection } from "./inspection.ts";
import { benchRequests } from "./requests.ts";
import { benchTransitions } from "./transitions.ts";
import { benchWakeUps } from "./wake-ups.ts";

/**
 * `npm run bench`: measures as ratios within one run, on a machine that does nothing else. Nothing here passes or fails: the
 * aims are printed beside the figures, and a figure that misses its aim is there to be read.
 */
await benchTransitions();
await benchWakeUps();
await benchInspection();
await benchBundles();

const product = await startProduct({ port: 15_400, at: "2022-11-28T09:00:00+01:00" });
try {
  await benchRequests(product);
  await benchDossier(product);
} finally {
  await product.stop();
  product.remove();
}
