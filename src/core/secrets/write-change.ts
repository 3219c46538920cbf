import type { CallContext } from '../call.ts';
import { wipe } from '../crypto/bytes.ts';
import { writeCovered } from '../integrity/write-covered.ts';
import type { SecretRow } from '../rows.ts';
import type { VaultCore, VaultSession } from '../session/vault-core.ts';
import { readSetting } from '../settings/read-setting.ts';
import type { OpenRecord, StoredMetadata } from './record.ts';
import { encodeValueDocument, type ValueDocument } from './value-document.ts';
import { moveToHistory, sealRecord } from './write-record.ts';

/** A record's next metadata and value; `keepsHistory` moves the present value into the history. */
export interface RecordChange {
  readonly event: string;
  /** What the line of the success says beside the version. */
  readonly n?: Readonly<Record<string, number>>;
  readonly metadata: StoredMetadata;
  readonly document: ValueDocument;
  readonly keepsHistory: boolean;
}

/** Writes a record's next version between its two audit lines. @throws VaultError what the document's encoder refuses. */
export function writeChange(
  core: VaultCore,
  session: VaultSession,
  { row }: OpenRecord,
  change: RecordChange,
  context: CallContext,
): { version: number } {
  const version = row.version + 1;
  const next = sealNext(core, session, row, change);
  const event = { event: change.event, ref: { secret: row.id } };
  const keep = readSetting(core, 'history.keep');
  core.audit.write({ ...event, outcome: 'attempt' }, context);
  writeCovered(core, session, (tx) => {
    if (change.keepsHistory) moveToHistory(tx, row, keep);
    tx.update('secrets_metadata', [row.id], next);
  });
  core.done({ ...event, n: { version, ...change.n } }, context);
  return { version };
}

function sealNext(
  core: VaultCore,
  session: VaultSession,
  row: SecretRow,
  change: RecordChange,
): SecretRow {
  const value = encodeValueDocument(change.document);
  try {
    return sealRecord(session.keys, {
      id: row.id,
      kind: row.kind,
      version: row.version + 1,
      metadata: change.metadata,
      value,
      createdAt: row.created_at,
      updatedAt: core.clock.nowText(),
    });
  } finally {
    wipe(value);
  }
}
