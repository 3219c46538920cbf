import { useCallback, useEffect, useState } from 'react';
import type { CallError, Reply } from '../../../shared/ipc/types.ts';
import { asRefusal, valueOf } from '../../app/refusal.ts';

/** What a call answered: null while it is on its way for the first time. */
export interface Loaded<T> {
  readonly value: T | null;
  readonly error: CallError | null;
  readonly reload: () => void;
}

/** Calls after `delayMs`, and anew whenever `load` changes; an answer that comes too late is dropped. */
export function useLoaded<T>(load: (() => Promise<Reply<T>>) | null, delayMs = 0): Loaded<T> {
  const [answer, setAnswer] = useState<Pick<Loaded<T>, 'value' | 'error'>>({
    value: null,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (load === null) return undefined;
    let wanted = true;
    const timer = window.setTimeout(() => {
      valueOf(load()).then(
        (value) => {
          if (wanted) setAnswer({ value, error: null });
        },
        (thrown: unknown) => {
          if (wanted) setAnswer({ value: null, error: asRefusal(thrown) });
        },
      );
    }, delayMs);
    return () => {
      wanted = false;
      window.clearTimeout(timer);
    };
  }, [load, delayMs, turn]);
  const reload = useCallback(() => {
    setTurn((before) => before + 1);
  }, []);
  return { ...answer, reload };
}
