import type { SecretListReply } from '../../shared/ipc/replies.ts';
import type { SecretSummary } from '../../shared/secret.ts';
import { vaultClient } from '../vault-client.ts';
import { valueOf } from './refusal.ts';
import { createStore, useStore } from './store.ts';

const EMPTY: SecretListReply = { secrets: [], damaged: [] };

/** Every secret of the open vault without its values; null until they were listed. */
const list = createStore<SecretListReply | null>(null);

export const useSecretList = (): SecretListReply | null => useStore(list);

export function useSecret(id: string | null): SecretSummary | null {
  const { secrets } = useStore(list) ?? EMPTY;
  return id === null ? null : (secrets.find((secret) => secret.id === id) ?? null);
}

/** Lists again. @throws Refusal */
export async function refreshSecrets(): Promise<void> {
  list.set(await valueOf(vaultClient.secrets.list({})));
}

export const currentSecrets = (): SecretListReply => list.get() ?? EMPTY;

let first: Promise<void> | null = null;

/** Lists for the first time. Called as soon as the vault is open: the window is drawn in the meantime. */
export function prepareSecrets(): Promise<void> {
  first ??= refreshSecrets().catch(() => undefined);
  return first;
}

/** Lists the secrets and follows their changes, for as long as the window is open. */
export function loadSecrets(): () => void {
  const refresh = () => {
    // A refusal here is a lock: the page is about to go.
    refreshSecrets().catch(() => undefined);
  };
  void prepareSecrets().then(() => {
    if (list.get() === null) refresh();
  });
  return vaultClient.on.secrets.changed(refresh);
}
