import { OWNER } from '../../shared/conversation.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { hashCovered } from '../integrity/covered-hashes.ts';
import { rowMacHolds } from '../integrity/verify-integrity.ts';
import type { StoreReader } from '../ports.ts';

/** Days for which turns are kept: 0 none at all, null for ever. A row that nobody vouches for deletes nothing. */
export function daysKept(
  store: StoreReader,
  keys: VaultKeys,
  clientId: string | null,
): number | null {
  const row = store.get('retentions', clientId ?? OWNER);
  if (row === null || !rowMacHolds(keys, hashCovered('retentions', row))) return null;
  return row.days;
}
