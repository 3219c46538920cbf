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

/** Follows the vault; `opened` is called before anything is drawn of its being open. */
export function watchStatus(opened: () => void): () => void {
  return vaultClient.on.vault.state((next) => {
    if (isOpen(next)) opened();
    status.set(next);
  });
}

export function setStatus(next: WindowStatus): void {
  status.set(next);
}

/** Whether secrets can be read. */
export function isOpen({ state }: Pick<WindowStatus, 'state'>): boolean {
  return state === 'unlocked' || state === 'tampered';
}
