import type { VersionSummary } from '../../shared/secret.ts';
import type { CallContext, TotpCode } from '../api.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { findRecord } from './find-record.ts';
import { totpNow } from './totp.ts';
import { withSecret } from './with-secret.ts';

/** The versions of a secret's value, newest first; no value is opened. */
export function listHistory(
  core: VaultCore,
  input: { readonly name: string },
  context: CallContext,
): Promise<readonly VersionSummary[]> {
  return core.unlocked({ event: 'secret.history' }, context, (session) => {
    const { row } = findRecord(core.store, session, input.name);
    const older = core.store
      .versionsOf(row.id)
      .map(({ version, created_at: createdAt }) => ({ version, createdAt, current: false }));
    return [{ version: row.version, createdAt: row.updated_at, current: true }, ...older];
  });
}

/** The TOTP code of this moment. @throws VaultError `not_found` if the secret has no seed. */
export function currentTotp(
  core: VaultCore,
  input: { readonly name: string },
  context: CallContext,
): Promise<TotpCode> {
  return withSecret(
    core,
    input,
    'totp',
    ({ totp }) => {
      if (totp === null) {
        const { correlationId } = context;
        throw new VaultError('not_found', { hint: 'This secret has no TOTP seed.', correlationId });
      }
      return totpNow(totp, core.clock.nowMs());
    },
    context,
  );
}
