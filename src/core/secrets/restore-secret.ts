import type { VersionGuard } from '../api.ts';
import type { CallContext, SecretRef } from '../call.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { checkVersion, findRecord } from './find-record.ts';
import { openValue } from './open-value.ts';
import { wipeValueDocument } from './value-document.ts';
import { noSuchVersion } from './with-secret.ts';
import { writeChange } from './write-change.ts';

/** Makes an older value the newest; works as well when the present value is damaged, which joins the history. */
export function restoreSecret(
  core: VaultCore,
  input: SecretRef & VersionGuard & { readonly version: number },
  context: CallContext,
): Promise<{ version: number }> {
  const event = 'secret.restore';
  return core.writable({ event }, context, (session) => {
    const record = findRecord(core.store, session, input);
    checkVersion(record.row, input);
    const older = core.store
      .versionsOf(record.row.id)
      .find(({ version }) => version === input.version);
    if (older === undefined) throw noSuchVersion();
    const place = { id: record.row.id, kind: record.row.kind, version: older.version };
    const document = openValue(session.keys, {
      ...place,
      encrypted_value: older.encrypted_value,
    });
    try {
      const { metadata } = record;
      const change = { event, metadata, document, keepsHistory: true };
      return writeChange(core, session, record, change, context);
    } finally {
      wipeValueDocument(document);
    }
  });
}
