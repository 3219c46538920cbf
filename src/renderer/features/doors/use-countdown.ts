import { useLayoutEffect, useState } from 'react';
import { monotonicMs } from '../../clock.ts';
import { secondsLeft } from './countdown.ts';

/**
 * Whole seconds until `untilMs` of the page's clock, counted down while it is shown. Measured against the deadline at
 * each step, so that a timer held back by a hidden window makes it coarser, never longer.
 */
export function useCountdown(untilMs: number): number {
  const [nowMs, setNowMs] = useState(monotonicMs);
  // Before the paint: a new deadline is never shown against an old clock.
  useLayoutEffect(() => {
    let timer: number | undefined;
    const step = () => {
      const now = monotonicMs();
      setNowMs(now);
      if (now < untilMs) timer = window.setTimeout(step, (untilMs - now) % 1_000 || 1_000);
    };
    step();
    return () => window.clearTimeout(timer);
  }, [untilMs]);
  return secondsLeft(untilMs - nowMs);
}
