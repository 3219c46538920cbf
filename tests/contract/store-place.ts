import { VaultError } from '../../src/shared/vault-error.ts';
import type { VaultStore } from '../../src/core/ports.ts';

/** A place that a store can be opened on again. */
export interface StorePlace {
  open(): VaultStore;
}

/** The VaultError code that a call throws. */
export function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (thrown) {
    return thrown instanceof VaultError ? thrown.code : `foreign: ${String(thrown)}`;
  }
  return 'nothing thrown';
}

export async function codeOfAsync(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (thrown) {
    return thrown instanceof VaultError ? thrown.code : `foreign: ${String(thrown)}`;
  }
  return 'nothing thrown';
}

export const nothing = (): void => undefined;

/** A store on the newest schema without a row. */
export async function migrated(place: StorePlace): Promise<VaultStore> {
  const store = place.open();
  await store.migrateUp(nothing);
  return store;
}
