import { KIND_BYTES } from '../../shared/secret.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { SecretChanges, SecretsApi, SetSecretInput } from '../api.ts';
import type { CallContext } from '../call.ts';
import { wipe } from '../crypto/bytes.ts';
import { randomId } from '../crypto/random.ts';
import { checkName } from '../format/name-index.ts';
import { writeCovered } from '../integrity/write-covered.ts';
import type { VaultCore, VaultSession } from '../session/vault-core.ts';
import { changeValue, checkSeed } from './change-value.ts';
import { checkFields, patchMetadata } from './check-input.ts';
import { applyChanges } from './edit-secret.ts';
import { checkVersion } from './find-record.ts';
import { openRecord } from './record.ts';
import { encodeValueDocument } from './value-document.ts';
import { sealRecord } from './write-record.ts';

const EVENT = 'secret.set';

/**
 * Creates a secret or changes the one of that name. Fields that are not named stay; a change of the value moves the
 * old one into the history. With `expectedVersion` 0 an existing name is `name_taken`.
 */
export function setSecret(
  core: VaultCore,
  input: SetSecretInput,
  context: CallContext,
): ReturnType<SecretsApi['set']> {
  return core.writable({ event: EVENT }, context, (session) => {
    const name = checkName(input.name);
    checkFields(input.fields);
    checkSeed(input.totp);
    const row = core.store.secretByNameIndex(session.keys.nameIndex(name));
    if (row === null) {
      if ((input.expectedVersion ?? 0) !== 0) throw new VaultError('version_conflict');
      return create(core, session, input, context);
    }
    if (input.expectedVersion === 0) throw new VaultError('name_taken');
    checkVersion(row, input);
    const record = openRecord(session.keys, row);
    if (record === null) throw new VaultError('record_corrupt');
    if (input.kind !== undefined && input.kind !== record.kind) {
      throw new VaultError('invalid_input', { hint: 'The kind of a secret cannot be changed.' });
    }
    const line = { event: EVENT };
    const { version } = applyChanges(core, session, record, line, changesOf(input), context);
    return { id: row.id, version, created: false };
  });
}

function changesOf({ fields, metadata, totp }: SetSecretInput): SecretChanges {
  return {
    putFields: fields,
    ...(metadata === undefined ? {} : { metadata }),
    ...(totp === undefined ? {} : { totp }),
  };
}

/** Writes a secret whose name is free. Also the import's way in, with dates of its own. */
export function create(
  core: VaultCore,
  session: VaultSession,
  input: SetSecretInput & { readonly createdAt?: string; readonly updatedAt?: string },
  context: CallContext,
): { id: string; version: number; created: boolean } {
  const metadata = patchMetadata({ name: input.name }, input.metadata);
  const now = core.clock.nowText();
  const createdAt = input.createdAt ?? now;
  const content = {
    id: randomId(),
    kind: KIND_BYTES[input.kind ?? 'generic'],
    version: 1,
    metadata,
    createdAt,
    updatedAt: input.updatedAt ?? createdAt,
  };
  const value = encodeValueDocument(changeValue({ fields: [], totp: null }, changesOf(input)));
  try {
    const row = sealRecord(session.keys, { ...content, value });
    const event = { event: EVENT, ref: { secret: content.id } };
    core.audit.write({ ...event, outcome: 'attempt' }, context);
    writeCovered(core, session, (tx) => {
      tx.insert('secrets_metadata', row);
    });
    core.done({ ...event, n: { version: 1 } }, context);
  } finally {
    wipe(value);
  }
  return { id: content.id, version: 1, created: true };
}
