import type { WindowStatus } from '../../shared/ipc/replies.ts';
import { vaultClient } from '../vault-client.ts';
import { createStore, useStore } from './store.ts';
import { valueOf } from './refusal.ts';

/** Where the vault stands, as main last said. Null until the first answer. */
const status = createStore<WindowStatus | null>(null);

export function useStatus(): WindowStatus | null {
  return useStore(status);
}

/** Asks main again; every change of state is sent by itself. */
export async function refreshStatus(): Promise<void> {
  status.set(await valueOf(vaultClient.vault.status({})));
}

export function watchStatus(): () => void {
  return vaultClient.on.vault.state(status.set);
}

export function setStatus(next: WindowStatus): void {
  status.set(next);
}

/** Whether secrets can be read. */
export function isOpen({ state }: Pick<WindowStatus, 'state'>): boolean {
  return state === 'unlocked' || state === 'tampered';
}
