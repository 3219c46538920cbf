import { useCallback, useState } from 'react';
import { vaultClient } from '../../vault-client.ts';
import type { CallError } from '../../../shared/ipc/types.ts';
import type { NewPassword } from '../doors/use-new-password.ts';
import { useWait, type Wait } from '../doors/use-wait.ts';

export interface ChangePassword {
  readonly next: NewPassword;
  readonly busy: boolean;
  readonly error: CallError | null;
  readonly wait: Wait;
  readonly change: (current: HTMLInputElement, renewVaultKey: boolean) => Promise<void>;
  readonly forget: () => void;
  readonly endWait: () => void;
}

export function useChangePassword(next: NewPassword, onDone: () => void): ChangePassword {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const [wait, setWait] = useWait();

  const change = async (current: HTMLInputElement, renewVaultKey: boolean) => {
    setBusy(true);
    setError(null);
    const passwords = { current: new TextEncoder().encode(current.value), next: next.bytes() };
    const reply = await vaultClient.vault.changePassword({ ...passwords, renewVaultKey });
    passwords.current.fill(0);
    passwords.next.fill(0);
    setBusy(false);
    if (reply.ok) {
      current.value = '';
      next.clear();
      onDone();
      return;
    }
    const { code, retryAfterMs } = reply.error;
    if (code === 'weak_password') {
      next.refuse();
      return;
    }
    if (code === 'bad_password') current.value = '';
    if (code === 'throttled') setWait(retryAfterMs ?? 0);
    else setError(reply.error);
    current.focus();
  };
  return {
    next,
    busy,
    error,
    wait,
    change,
    forget: useCallback(() => setError(null), []),
    endWait: useCallback(() => setWait(0), [setWait]),
  };
}
