// Used in Node and, as text, in the page's own world: it stands alone and imports nothing.

/** Makes `Date` read another wall clock than the machine's; timers and the monotonic clock stay. */
export function shiftClock(offsetMs: number): void {
  if (offsetMs === 0) return;
  const Real = Date;
  const now = (): number => Real.now() + offsetMs;
  globalThis.Date = new Proxy(Real, {
    construct: (target, args, made) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, made) as Date,
    apply: () => new Real(now()).toString(),
    get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
  });
}
