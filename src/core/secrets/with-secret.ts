import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext, OpenSecret, Purpose, SecretSelector } from '../call.ts';
import type { StoreReader } from '../ports.ts';
import type { SecretRow } from '../rows.ts';
import type { CallEvent, VaultCore, VaultSession } from '../session/vault-core.ts';
import { findRecord } from './find-record.ts';
import { openValue } from './open-value.ts';
import type { OpenRecord } from './record.ts';
import { wipeValueDocument, type ValueDocument } from './value-document.ts';

const PURPOSES: ReadonlySet<unknown> = new Set<Purpose>([
  'read',
  'reveal',
  'copy',
  'test',
  'inject',
  'sign',
  'export',
]);

/**
 * The only door to plaintext: opens one secret, writes the audit line, calls `use`, and zeroes the buffers whatever
 * happens, at the latest when the vault locks. If the line cannot be written, nothing is handed out.
 * @throws VaultError `locked`, `not_found`, `record_corrupt`, `audit_unavailable`; what `use` throws passes as it is.
 */
export async function withSecret<R>(
  core: VaultCore,
  selector: SecretSelector,
  purpose: Purpose,
  use: (secret: OpenSecret) => R | Promise<R>,
  context: CallContext,
): Promise<R> {
  if (!PURPOSES.has(purpose)) throw new VaultError('invalid_input');
  const opened = await openAudited(core, selector, `secret.${purpose}`, context);
  return handOut(core, opened, use);
}

/** An opened value that a lock wipes; `handOut` does otherwise. */
export interface OpenedSecret {
  readonly document: ValueDocument;
  readonly secret: OpenSecret;
}

/** Calls back with an opened value and zeroes it whatever happens. */
export async function handOut<R>(
  core: VaultCore,
  { document, secret }: OpenedSecret,
  use: (secret: OpenSecret) => R | Promise<R>,
): Promise<R> {
  try {
    return await use(secret);
  } finally {
    core.openDocuments.delete(document);
    wipeValueDocument(document);
  }
}

function openAudited(
  core: VaultCore,
  selector: SecretSelector,
  event: string,
  context: CallContext,
): Promise<OpenedSecret> {
  return core.unlocked({ event }, context, (session) => {
    const record = findRecord(core.store, session, selector);
    return openWithLine(core, session, record, { event, version: selector.version }, context);
  });
}

/** Opens a value once its line is durable. @throws VaultError `record_corrupt`, `not_found`, `audit_unavailable`. */
export function openWithLine(
  core: VaultCore,
  session: VaultSession,
  record: OpenRecord,
  line: CallEvent & { readonly version?: number | undefined },
  context: CallContext,
): OpenedSecret {
  const { event, ref = {}, version: wanted } = line;
  const row = rowOfVersion(core.store, record, wanted);
  const document = openValue(session.keys, row);
  const { id, version } = row;
  try {
    const refs = { secret: id, ...ref };
    core.audit.write({ event, outcome: 'ok', ref: refs, n: { version } }, context);
  } catch (thrown) {
    wipeValueDocument(document);
    throw thrown;
  }
  const { kind, metadata } = record;
  const { fields, totp } = document;
  const { ended: signal } = core;
  core.openDocuments.add(document);
  return { document, secret: { id, name: metadata.name, kind, version, fields, totp, signal } };
}

/** The record's row, or the row of one of its older versions. @throws VaultError `not_found`. */
export function rowOfVersion(
  store: StoreReader,
  { row }: OpenRecord,
  version: number | undefined,
): Pick<SecretRow, 'id' | 'version' | 'kind' | 'encrypted_value'> {
  if (version === undefined || version === row.version) return row;
  const older = store.versionsOf(row.id).find((candidate) => candidate.version === version);
  if (older === undefined) throw noSuchVersion();
  return { id: row.id, kind: row.kind, version, encrypted_value: older.encrypted_value };
}

/** The refusal of a version that is not there. */
export function noSuchVersion(): VaultError {
  return new VaultError('not_found', { hint: 'The secret has no such version.' });
}
