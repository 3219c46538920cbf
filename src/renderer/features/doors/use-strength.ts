import { useCallback, useEffect, useRef, useState } from 'react';
import type { StrengthReply } from '../../../shared/ipc/replies.ts';
import { vaultClient } from '../../vault-client.ts';

/** Long enough for a burst of keys, short enough to seem at once. */
const PAUSE_MS = 150;
const RETRY_MS = 1_000;

export interface Strength {
  /** About what was in the field a moment ago; null: it is empty, or nothing is known yet. */
  readonly reply: StrengthReply | null;
  /** The rule that the text in the field breaks; null also while nothing is known about this very text. */
  readonly refused: () => StrengthReply['refused'];
  /** To be called after each change of the field. */
  readonly look: (input: HTMLInputElement) => void;
}

/** Asks main how strong a candidate is, in pauses of typing. Typing never waits for it. */
export function useStrength(): Strength {
  const [reply, setReply] = useState<StrengthReply | null>(null);
  const latest = useRef<StrengthReply | null>(null);
  const timer = useRef<number | undefined>(undefined);
  /** Answers to an older question are dropped. */
  const turn = useRef(0);

  const stop = useCallback(() => {
    window.clearTimeout(timer.current);
    turn.current += 1;
    latest.current = null;
  }, []);
  useEffect(() => stop, [stop]);

  const look = useCallback(
    (input: HTMLInputElement) => {
      stop();
      if (input.value === '') {
        setReply(null);
        return;
      }
      const mine = turn.current;
      const ask = async () => {
        const password = new TextEncoder().encode(input.value);
        const answer = await vaultClient.vault.strength({ password });
        password.fill(0);
        if (turn.current !== mine) return;
        if (answer.ok) {
          latest.current = answer.value;
          setReply(answer.value);
        } else {
          timer.current = window.setTimeout(() => void ask(), RETRY_MS);
        }
      };
      timer.current = window.setTimeout(() => void ask(), PAUSE_MS);
    },
    [stop],
  );
  const refused = useCallback(() => latest.current?.refused ?? null, []);
  return { reply, refused, look };
}
