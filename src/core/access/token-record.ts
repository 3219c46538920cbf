import { isUuid } from '../../shared/ids.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { hashCovered } from '../integrity/covered-hashes.ts';
import { rowMacHolds } from '../integrity/verify-integrity.ts';
import type { SessionTokenRow } from '../rows.ts';

/** Whether a text has the form of a session token's id. */
export function isTokenId(text: string): boolean {
  return text.startsWith('tok_') && isUuid(text.slice('tok_'.length));
}

/** Whether the owner's key vouches for a token's row. */
export function tokenHolds(keys: VaultKeys, row: SessionTokenRow): boolean {
  return isTokenId(row.id) && rowMacHolds(keys, hashCovered('session_tokens', row));
}
