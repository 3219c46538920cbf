import type { StoreReader } from '../ports.ts';
import type { Cell, TurnRow } from '../rows.ts';
import { envelopesOf } from './turn-record.ts';

/** Stored turns and profile sections of a client, and their sealed size in bytes. */
export interface Stored {
  readonly items: number;
  readonly bytes: number;
}

/** Who counts what clients store. The owner is not counted. */
export interface StorageMeter {
  /** Passes if the client's plan has room for this much more. @throws VaultError `over_quota`. */
  check(clientId: string, more: Stored): void;
  /** So much was stored; negative: removed. It may be called while the vault is locking. */
  changed(clientId: string, by: Stored): void;
}

/** Counts nothing. */
export const NO_METER: StorageMeter = { check: () => undefined, changed: () => undefined };

const PAGE = 64;
/** What a profile counts for: its sections that can be written. */
export const PROFILE_ITEMS = 2;

/** What a client stores now, counted from its rows: for a meter that begins or mistrusts its number. */
export function countStored(store: StoreReader, clientId: string): Stored {
  let items = 0;
  let bytes = 0;
  let after: readonly Cell[] | null = null;
  for (;;) {
    const rows: readonly TurnRow[] = store.walk('turnsOfClient', {
      of: [clientId],
      after,
      limit: PAGE,
    });
    for (const row of rows) {
      items += 1;
      for (const envelope of envelopesOf(store, row)) bytes += envelope.length;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) break;
    after = [last.created_at, last.sequence, last.id];
  }
  for (const profile of store.walk('profilesOfClient', { of: [clientId], limit: 1 })) {
    items += PROFILE_ITEMS;
    bytes += profile.encrypted_sections.length;
  }
  return { items, bytes };
}
