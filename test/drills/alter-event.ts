import { alterEvent } from "../api/support/account.ts";

/**
 * A drill, on the local cloud alone: as the administrator of its account, rewrites one word of a stored event.
 * `node test/drills/alter-event.ts <case> <seq> <word> <other word>`, in the directory where the local cloud runs.
 */
const [chain, seq, from, to] = process.argv.slice(2);
if (chain === undefined || seq === undefined || from === undefined || to === undefined) {
  console.error("Usage : node test/drills/alter-event.ts <dossier> <rang> <mot> <autre mot>");
  process.exit(2);
}
const port = Number(process.env.GUICHET_PORT ?? "4600");
const address = (offset: number) => `http://127.0.0.1:${port + offset}`;
const account = { directory: process.cwd(), aws: address(1), console: address(3) };
await alterEvent(account, chain, Number(seq), from, to);
console.log(`L'événement ${seq} du dossier ${chain} dit maintenant « ${to} » au lieu de « ${from} ».`);
