import { useEffect, useState } from 'react';
import type { CallError, Reply } from '../../../shared/ipc/types.ts';

const SAVED_MS = 2_500;

export interface Saving<T> {
  readonly busy: boolean;
  /** True for a moment after a change was kept. */
  readonly saved: boolean;
  readonly error: CallError | null;
  readonly save: (call: Promise<Reply<T>>) => Promise<T | null>;
  readonly forget: () => void;
}

/** A choice that acts at once: on its way, kept, or refused. */
export function useSaving<T>(): Saving<T> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  /** Counts, so that each change shows its own moment. */
  const [kept, setKept] = useState(0);
  const [saved, setSaved] = useState(false);
  useEffect(() => {
    if (kept === 0) return undefined;
    setSaved(true);
    const timer = window.setTimeout(() => setSaved(false), SAVED_MS);
    return () => window.clearTimeout(timer);
  }, [kept]);

  const save = async (call: Promise<Reply<T>>) => {
    setBusy(true);
    setError(null);
    const reply = await call;
    setBusy(false);
    if (reply.ok) {
      setKept((count) => count + 1);
      return reply.value;
    }
    setSaved(false);
    setError(reply.error);
    return null;
  };
  return { busy, saved, error, save, forget: () => setError(null) };
}
