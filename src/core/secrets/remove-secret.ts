import type { VersionGuard } from '../api.ts';
import type { CallContext, SecretRef } from '../call.ts';
import { writeCovered } from '../integrity/write-covered.ts';
import { tryTo, type VaultCore } from '../session/vault-core.ts';
import { checkVersion, findRow } from './find-record.ts';

/** Removes a secret with its history and the grants over it. A damaged record can be removed too: the owner named it. */
export function removeSecret(
  core: VaultCore,
  input: SecretRef & VersionGuard,
  context: CallContext,
): Promise<void> {
  return core.writable({ event: 'secret.remove' }, context, (session) => {
    const row = findRow(core.store, session, input);
    checkVersion(row, input);
    const event = { event: 'secret.remove', ref: { secret: row.id } };
    core.audit.write({ ...event, outcome: 'attempt' }, context);
    writeCovered(core, session, (tx) => {
      for (const { version } of tx.raw.versionsOf(row.id)) {
        tx.raw.remove('secret_versions', row.id, version);
      }
      for (const { id } of tx.raw.find('grants', 'object_id', row.id)) tx.remove('grants', [id]);
      tx.remove('secrets_metadata', [row.id]);
    });
    core.done(event, context);
    tryTo(() => {
      core.store.compact();
    });
  });
}
