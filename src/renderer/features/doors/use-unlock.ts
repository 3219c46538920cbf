import { useCallback, useEffect, useState } from 'react';
import type { WindowStatus } from '../../../shared/ipc/replies.ts';
import type { CallError } from '../../../shared/ipc/types.ts';
import { refreshStatus } from '../../app/status.ts';
import { vaultClient } from '../../vault-client.ts';
import { isJudged } from './unlock-refusals.ts';
import { useWait, type Wait } from './use-wait.ts';

export interface Unlock {
  readonly busy: boolean;
  /** What the last attempt was refused for, but for a wait, which is counted down. */
  readonly refusal: CallError | null;
  readonly wait: Wait;
  readonly unlock: (input: HTMLInputElement) => Promise<void>;
  /** The refusal was read, or something else is typed. */
  readonly forget: () => void;
  /** The wait is over; main is asked whether it thinks so too. */
  readonly endWait: () => void;
}

export function useUnlock(status: WindowStatus): Unlock {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<CallError | null>(null);
  const [wait, setWait] = useWait(status.retryAfterMs);
  useEffect(() => setWait(status.retryAfterMs), [status, setWait]);

  const unlock = async (input: HTMLInputElement) => {
    setBusy(true);
    setRefusal(null);
    const password = new TextEncoder().encode(input.value);
    const reply = await vaultClient.vault.unlock({ password });
    password.fill(0);
    // The dots stay while it is checked, and no longer. A good password opens the window by the state that main sends.
    if (reply.ok || isJudged(reply.error.code)) input.value = '';
    if (reply.ok) return;
    const { error } = reply;
    setBusy(false);
    if (error.code === 'throttled') setWait(error.retryAfterMs ?? 0);
    else setRefusal(error);
    input.focus();
    // The count of failures, and how long to wait.
    await refreshStatus().catch(() => undefined);
  };
  return {
    busy,
    refusal,
    wait,
    unlock,
    forget: useCallback(() => setRefusal(null), []),
    endWait: useCallback(() => {
      setWait(0);
      refreshStatus().catch(() => undefined);
    }, [setWait]),
  };
}
