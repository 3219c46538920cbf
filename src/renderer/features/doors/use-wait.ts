import { useCallback, useState } from 'react';
import { monotonicMs } from '../../clock.ts';

/** A time in which no password is taken. */
export interface Wait {
  /** On the page's clock. */
  readonly untilMs: number;
  /** 0: there is nothing to wait for. */
  readonly totalMs: number;
}

const NONE: Wait = { untilMs: 0, totalMs: 0 };

function waitFor(ms: number): Wait {
  return ms > 0 ? { untilMs: monotonicMs() + ms, totalMs: ms } : NONE;
}

export function isWaiting({ totalMs }: Wait): boolean {
  return totalMs > 0;
}

/** The wait, and what begins it anew; 0 ends it. */
export function useWait(initialMs = 0): readonly [Wait, (ms: number) => void] {
  const [wait, setWait] = useState(() => waitFor(initialMs));
  return [wait, useCallback((ms: number) => setWait(waitFor(ms)), [])];
}
