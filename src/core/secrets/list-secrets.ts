import type { SecretDetail } from '../../shared/secret.ts';
import type { SecretList } from '../api.ts';
import type { CallContext, SecretSelector } from '../call.ts';
import { inTurns, nextTurn, type Sliced } from '../next-turn.ts';
import type { SecretListRow } from '../rows.ts';
import type { VaultCore, VaultSession } from '../session/vault-core.ts';
import { expiryOf, expiryRule } from './expiry.ts';
import { findRecord } from './find-record.ts';
import { openMetadata, summarize } from './record.ts';
import { openValue } from './open-value.ts';
import { wipeValueDocument } from './value-document.ts';
import { rowOfVersion } from './with-secret.ts';

/** Rows read, and rows opened, before the event loop gets a turn. */
const PAGE = 1024;
const SLICE = 256;

/**
 * Everything by name. Opens metadata only; a record that does not open is named by id. Works in slices of a few
 * milliseconds: a lock in between ends it with `locked`.
 */
export function listSecrets(core: VaultCore, context: CallContext): Promise<SecretList> {
  return core.unlocked({ event: 'secret.list' }, context, async (session) => {
    const mayGoOn = () => {
      core.assertCurrent(session);
    };
    const rows = await readRows(core, session, mayGoOn);
    return inTurns(openAll(core, session, rows), mayGoOn);
  });
}

/** All rows as they were at one moment. */
async function readRows(
  { store }: VaultCore,
  session: VaultSession,
  mayGoOn: () => void,
): Promise<readonly SecretListRow[]> {
  const { generation } = session;
  let rows: readonly SecretListRow[] = [];
  for (let isLast = false; !isLast;) {
    const page = await store.listSecrets({ after: rows.at(-1)?.id ?? null, limit: PAGE });
    rows = [...rows, ...page];
    isLast = page.length < PAGE;
    await nextTurn();
    mayGoOn();
  }
  if (session.generation === generation) return rows;
  // A write came between two pages: together they would show a vault that never was.
  const all = await store.listSecrets();
  mayGoOn();
  return all;
}

function* openAll(
  core: VaultCore,
  { keys }: VaultSession,
  rows: readonly SecretListRow[],
): Sliced<SecretList> {
  const rule = expiryRule(core);
  const secrets = [];
  const damaged = [];
  for (const [i, row] of rows.entries()) {
    const record = openMetadata(keys, row);
    if (record === null) damaged.push({ id: row.id, createdAt: row.created_at });
    else secrets.push(summarize(record, expiryOf(rule, record.metadata.expires_at)));
    if (i % SLICE === SLICE - 1) yield;
  }
  yield;
  const { compare } = new Intl.Collator('en');
  secrets.sort((a, b) => compare(a.name, b.name));
  return { secrets, damaged };
}

/** One secret with its field names, without values. Leaves a `secret.describe` line. */
export function describeSecret(
  core: VaultCore,
  selector: SecretSelector,
  context: CallContext,
): Promise<SecretDetail> {
  const event = 'secret.describe';
  return core.unlocked({ event }, context, (session) => {
    const record = findRecord(core.store, session, selector);
    const row = rowOfVersion(core.store, record, selector.version);
    const document = openValue(session.keys, row);
    try {
      core.audit.write({ event, outcome: 'ok', ref: { secret: row.id } }, context);
      return {
        ...summarize(record, expiryOf(expiryRule(core), record.metadata.expires_at)),
        version: row.version,
        fields: document.fields.map(({ name, concealed, encoding }) => ({
          name,
          concealed,
          ...(encoding === undefined ? {} : { encoding }),
        })),
        hasTotp: document.totp !== null,
      };
    } finally {
      wipeValueDocument(document);
    }
  });
}
