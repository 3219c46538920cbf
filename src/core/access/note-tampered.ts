import { isClientId } from '../clients/client-record.ts';
import { isKeyId } from '../clients/key-record.ts';
import { randomId } from '../crypto/random.ts';
import { isGrantId } from '../grants/grant-record.ts';
import { tryTo } from '../session/vault-core.ts';
import type { Access } from './access.ts';
import { isTokenId } from './token-record.ts';

const FORMS = { client: isClientId, key: isKeyId, grant: isGrantId, token: isTokenId } as const;

/**
 * Writes down that nobody vouches for a row that steers access, once a row and unlock. In a vault whose unlock found it
 * tampered with, that line stands there already. Text that is no id is left out: who plants a row can write any.
 */
export function noteTampered(
  { core, memory }: Pick<Access, 'core' | 'memory'>,
  row: { readonly kind: keyof typeof FORMS; readonly id: string },
): void {
  if (core.session?.tampered !== false || !memory.isNewFinding(`${row.kind} ${row.id}`)) return;
  const ref = FORMS[row.kind](row.id) ? { [row.kind]: row.id } : {};
  const line = { event: 'access.tampered', outcome: 'error', reason: 'tampered', ref } as const;
  tryTo(() => {
    core.audit.write(line, { correlationId: randomId(), actor: 'system' });
  });
}
