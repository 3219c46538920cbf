import { useCallback, useEffect, useState } from 'react';
import type { Contract, RequestOf } from '../../../shared/ipc/types.ts';
import { asRefusal, valueOf } from '../../app/refusal.ts';
import { vaultClient } from '../../vault-client.ts';
import { takeText } from './take-text.ts';
import { useRefusalToast } from './use-refusal-toast.tsx';

export interface Revealed {
  readonly value: string;
  readonly hidesAfterMs: number;
}

export interface Revealing {
  /** Null while it is masked. It goes by itself, and with the component. */
  readonly revealed: Revealed | null;
  readonly busy: boolean;
  readonly reveal: () => void;
  readonly hide: () => void;
}

type Request = RequestOf<Contract['secrets']['reveal']>;

/** One value that is shown for a while. */
export function useRevealed({ id, field, version }: Request): Revealing {
  const [revealed, setRevealed] = useState<Revealed | null>(null);
  const [busy, setBusy] = useState(false);
  const refused = useRefusalToast();
  const hide = useCallback(() => {
    setRevealed(null);
  }, []);
  useEffect(() => {
    if (revealed === null) return undefined;
    const timer = window.setTimeout(hide, revealed.hidesAfterMs);
    return () => {
      window.clearTimeout(timer);
    };
  }, [revealed, hide]);
  const reveal = useCallback(async () => {
    setBusy(true);
    try {
      const request = version === undefined ? { id, field } : { id, field, version };
      const { fields, hidesAfterMs } = await valueOf(vaultClient.secrets.reveal(request));
      const value = fields.find(({ name }) => name === field)?.value;
      if (value !== undefined) setRevealed({ value: takeText(value), hidesAfterMs });
    } catch (thrown) {
      refused(asRefusal(thrown));
    } finally {
      setBusy(false);
    }
  }, [id, field, version, refused]);
  return { revealed, busy, reveal: () => void reveal(), hide };
}
