import { VaultError } from '../../shared/vault-error.ts';
import type { EditSecretInput, SecretChanges } from '../api.ts';
import type { CallContext } from '../call.ts';
import { checkName } from '../format/name-index.ts';
import type { VaultCore, VaultSession } from '../session/vault-core.ts';
import { changeValue, checkValueChanges, touchesValue } from './change-value.ts';
import { patchMetadata } from './check-input.ts';
import { checkVersion, findRecord } from './find-record.ts';
import { openValue } from './open-value.ts';
import type { OpenRecord } from './record.ts';
import { wipeValueDocument } from './value-document.ts';
import { writeChange } from './write-change.ts';

/**
 * Changes a secret in one new version: name, metadata, fields and seed in any combination. In the log an edit that
 * gives nothing but a name is `secret.rename`, every other one `secret.update`.
 */
export async function editSecret(
  core: VaultCore,
  input: EditSecretInput,
  context: CallContext,
): Promise<{ version: number }> {
  const { newName } = input;
  const event = givesNameOnly(input) ? 'secret.rename' : 'secret.update';
  return core.writable({ event }, context, (session) => {
    refuseNothing(input);
    checkValueChanges(input);
    const record = findRecord(core.store, session, input);
    checkVersion(record.row, input);
    if (newName !== undefined) refuseTakenName(core, session, record, checkName(newName));
    const n = {
      ...(touchesValue(input) ? { value: 1 } : {}),
      ...(newName !== undefined && event === 'secret.update' ? { renamed: 1 } : {}),
    };
    return applyChanges(core, session, record, { event, n }, input, context);
  });
}

function givesNameOnly(changes: SecretChanges): boolean {
  const { newName, metadata, putFields, removeFields, totp } = changes;
  const others = [metadata, putFields, removeFields, totp];
  return newName !== undefined && others.every((given) => given === undefined);
}

function refuseNothing(changes: SecretChanges): void {
  const { newName, metadata = {} } = changes;
  if (newName === undefined && Object.keys(metadata).length === 0 && !touchesValue(changes)) {
    throw new VaultError('invalid_input', { hint: 'There is nothing to change.' });
  }
}

/** Writes a record's next version: the changes, checked by the caller, over what is there. */
export function applyChanges(
  core: VaultCore,
  session: VaultSession,
  record: OpenRecord,
  line: { readonly event: string; readonly n?: Readonly<Record<string, number>> },
  changes: SecretChanges,
  context: CallContext,
): { version: number } {
  const patched = patchMetadata(record.metadata, changes.metadata);
  const metadata = { ...patched, name: changes.newName ?? patched.name };
  const current = openValue(session.keys, record.row);
  try {
    const document = changeValue(current, changes);
    const keepsHistory = touchesValue(changes);
    return writeChange(
      core,
      session,
      record,
      { ...line, metadata, document, keepsHistory },
      context,
    );
  } finally {
    wipeValueDocument(current);
  }
}

/** The same name in another case is no clash. */
function refuseTakenName(
  { store }: VaultCore,
  { keys }: VaultSession,
  { row }: OpenRecord,
  newName: string,
): void {
  const taken = store.secretByNameIndex(keys.nameIndex(newName));
  if (taken !== null && taken.id !== row.id) throw new VaultError('name_taken');
}
