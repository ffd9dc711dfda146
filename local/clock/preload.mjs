// Loaded by `--import …/preload.mjs?at=<virtual ms>&real=<real ms>` into a child process: there, `Date` tells virtual time.
// Plain JavaScript, so that a cold start does not pay for the stripping of types.
const RealDate = Date;
const query = new URL(import.meta.url).searchParams;
// The virtual clock runs at real speed: what the process took to start is added.
let anchor = Number(query.get("at")) + RealDate.now() - Number(query.get("real"));
let origin = performance.now();

let held = false;

// Monotonic, as the clock of the local cloud is.
const now = () => Math.floor(anchor + (held ? 0 : performance.now() - origin));

const VirtualDate = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: (target) => new target(now()).toString(),
});
RealDate.now = now;
RealDate.prototype.constructor = VirtualDate;
globalThis.Date = VirtualDate;

// The function bootstrap sets the clock anew at each invocation, as the runtime API tells it; while the clock of the local
// cloud is held, time stands still here too.
globalThis[Symbol.for("local.clock.set")] = (instant, isHeld = false) => {
  anchor = instant;
  held = isHeld;
  origin = performance.now();
};
