import { useCallback, useEffect, useState } from 'react';
import { refreshSecrets } from '../../app/secrets.ts';
import { vaultClient } from '../../vault-client.ts';
import type { RepairReply } from '../../../shared/ipc/replies.ts';
import type { CallError } from '../../../shared/ipc/types.ts';
import { useWait, type Wait } from './use-wait.ts';

export interface Repair {
  /** What a repair would do; null while it is looked for. */
  readonly plan: RepairReply | null;
  /** What it did. */
  readonly done: RepairReply | null;
  readonly busy: boolean;
  readonly error: CallError | null;
  readonly wait: Wait;
  readonly repair: (input: HTMLInputElement) => Promise<void>;
  readonly forget: () => void;
  readonly endWait: () => void;
}

export function useRepair(): Repair {
  const [plan, setPlan] = useState<RepairReply | null>(null);
  const [done, setDone] = useState<RepairReply | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const [wait, setWait] = useWait();
  useEffect(() => {
    void vaultClient.vault.previewRepair({}).then((reply) => {
      if (reply.ok) setPlan(reply.value);
      else setError(reply.error);
    });
  }, []);

  const repair = async (input: HTMLInputElement) => {
    setBusy(true);
    setError(null);
    const password = new TextEncoder().encode(input.value);
    const reply = await vaultClient.vault.repair({ password });
    password.fill(0);
    input.value = '';
    setBusy(false);
    if (reply.ok) {
      setDone(reply.value);
      await refreshSecrets().catch(() => undefined);
      return;
    }
    if (reply.error.code === 'throttled') setWait(reply.error.retryAfterMs ?? 0);
    else setError(reply.error);
    input.focus();
  };
  return {
    plan,
    done,
    busy,
    error,
    wait,
    repair,
    forget: useCallback(() => setError(null), []),
    endWait: useCallback(() => setWait(0), [setWait]),
  };
}
