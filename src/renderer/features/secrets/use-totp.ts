import { useEffect, useState } from 'react';
import type { TotpReply } from '../../../shared/ipc/replies.ts';
import type { CallError } from '../../../shared/ipc/types.ts';
import { asRefusal, valueOf } from '../../app/refusal.ts';
import { monotonicMs } from '../../clock.ts';
import { vaultClient } from '../../vault-client.ts';

export interface TotpView {
  /** Null until the first answer. */
  readonly now: TotpReply | null;
  readonly error: CallError | null;
}

const SECOND_MS = 1000;

/** The code of the moment, counted down in the page and asked for once a period. */
export function useTotp(id: string): TotpView {
  const [view, setView] = useState<TotpView>({ now: null, error: null });
  useEffect(() => {
    let timer = 0;
    let wanted = true;
    const ask = async () => {
      try {
        const reply = await valueOf(vaultClient.secrets.totp({ id }));
        if (wanted) count(reply, monotonicMs() + reply.remainingSeconds * SECOND_MS);
      } catch (thrown) {
        if (wanted) setView({ now: null, error: asRefusal(thrown) });
      }
    };
    const count = (reply: TotpReply, endsAtMs: number) => {
      const leftMs = endsAtMs - monotonicMs();
      if (leftMs <= 0) {
        void ask();
        return;
      }
      const remainingSeconds = Math.ceil(leftMs / SECOND_MS);
      setView({ now: { ...reply, remainingSeconds }, error: null });
      timer = window.setTimeout(
        count,
        leftMs - (remainingSeconds - 1) * SECOND_MS,
        reply,
        endsAtMs,
      );
    };
    void ask();
    return () => {
      wanted = false;
      window.clearTimeout(timer);
    };
  }, [id]);
  return view;
}
