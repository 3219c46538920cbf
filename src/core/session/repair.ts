import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext, RepairReport } from '../api.ts';
import { wipe } from '../crypto/bytes.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { hashCovered } from '../integrity/covered-hashes.ts';
import { resealAll } from '../integrity/reseal.ts';
import { rowMacHolds } from '../integrity/verify-integrity.ts';
import type { SecretRow, StoreReader, StoreTransaction, TableName } from '../ports.ts';
import { openRecord, valueAddress } from '../secrets/record.ts';
import { bringUpToDate } from './bring-up-to-date.ts';
import { openVaultKey, type OpenedVaultKey } from './open-vault-key.ts';
import { tryTo, type VaultCore, type VaultSession } from './vault-core.ts';

const EVENT = { event: 'tamper.accepted' };

/** Rows by table and id, as a repair would leave or drop them. */
interface RepairPlan {
  readonly dropped: readonly RowName[];
  /** What stays and steers security, for the owner to look through. */
  readonly kept: readonly RowName[];
  readonly keptCount: number;
}

interface RowName {
  readonly table: TableName;
  readonly id: string;
  /** The version, of a row of `secret_versions`. */
  readonly version?: number;
}

/** What a repair would do, without doing it. @throws VaultError `invalid_input` if nothing is wrong. */
export function previewRepair(
  core: VaultCore,
  context: CallContext,
): Promise<Pick<RepairReport, 'dropped' | 'kept'>> {
  return core.unlocked(EVENT, context, (session) => {
    assertTampered(session);
    return named(planRepair(core.store, session.keys));
  });
}

/**
 * Takes a tampered vault as it is: an untouched copy first, rows that do not verify dropped from the file, then epoch,
 * digest and generation made anew in one transaction. The vault is unlocked for writing afterwards.
 * @throws VaultError `invalid_input` if nothing is wrong; the refusals of an unlock.
 */
export function repairVault(
  core: VaultCore,
  password: Uint8Array,
  context: CallContext,
): Promise<RepairReport> {
  return core.unlocked(EVENT, context, (session) =>
    core.exclusively(EVENT, context, async () => {
      assertTampered(session);
      const opened = await openVaultKey(core, password, EVENT, context, () => Promise.resolve());
      opened.keys.wipe();
      try {
        core.audit.endAttempt({ outcome: 'ok', reason: null, countsAsFailure: false }, context);
        core.assertCurrent(session);
        return await accept(core, session, opened, context);
      } finally {
        wipe(opened.password);
      }
    }),
  );
}

function assertTampered(session: VaultSession): void {
  if (session.tampered) return;
  throw new VaultError('invalid_input', { hint: 'Nothing is wrong with this vault.' });
}

async function accept(
  core: VaultCore,
  session: VaultSession,
  opened: OpenedVaultKey,
  context: CallContext,
): Promise<RepairReport> {
  const copy = core.store.copyAside('tampered');
  core.audit.write({ ...EVENT, outcome: 'attempt' }, context);
  const generation = 1 + Math.max(session.generation, session.logGeneration);
  const { epoch } = opened.header;
  const plan = core.store.transaction((tx) => {
    const found = planRepair(tx, session.keys);
    for (const row of found.dropped) drop(tx, row);
    resealAll(tx, session.keys, { generation, epoch }, core.audit);
    return found;
  });
  const repaired = { ...session, generation, logGeneration: generation, tampered: false };
  core.enter(repaired);
  const n = { kept: plan.keptCount, dropped: plan.dropped.length };
  core.done({ ...EVENT, n }, context);
  // Committed: what follows is what any unlock does, and may be left to the next one.
  await bringUpToDate(core, repaired, opened, context).catch(() => null);
  tryTo(() => {
    core.store.compact();
  });
  return { copy, ...named(plan) };
}

function named({ dropped, kept }: RepairPlan): Pick<RepairReport, 'dropped' | 'kept'> {
  const name = ({ table, id, version }: RowName) => ({
    table,
    id: version === undefined ? id : `${id}:${String(version)}`,
  });
  return { dropped: dropped.map(name), kept: kept.map(name) };
}

/** Looks through every covered row and every older value; writes nothing. */
function planRepair(reader: StoreReader, keys: VaultKeys): RepairPlan {
  const dropped: RowName[] = [];
  const kept: RowName[] = [];
  let keptCount = 0;
  const note = (holds: boolean, row: RowName): void => {
    if (!holds) dropped.push(row);
    else if (row.table !== 'secrets_metadata') kept.push(row);
    if (holds) keptCount += 1;
  };
  for (const row of reader.scan('key_slots')) {
    note(rowMacHolds(keys, hashCovered('key_slots', row)), { table: 'key_slots', id: row.id });
  }
  for (const row of reader.scan('settings')) {
    note(rowMacHolds(keys, hashCovered('settings', row)), { table: 'settings', id: row.name });
  }
  const kinds = new Map<string, number>();
  for (const row of reader.scan('secrets_metadata')) {
    const holds = openRecord(keys, row) !== null && opens(keys, row, row.encrypted_value);
    if (holds) kinds.set(row.id, row.kind);
    note(holds, { table: 'secrets_metadata', id: row.id });
  }
  dropped.push(...versionsToDrop(reader, keys, kinds));
  return { dropped, kept, keptCount };
}

function versionsToDrop(
  reader: StoreReader,
  keys: VaultKeys,
  kinds: ReadonlyMap<string, number>,
): RowName[] {
  const dropped: RowName[] = [];
  for (const { secret_id: id, version, encrypted_value: value } of reader.scan('secret_versions')) {
    const kind = kinds.get(id);
    if (kind !== undefined && opens(keys, { id, kind, version }, value)) continue;
    dropped.push({ table: 'secret_versions', id, version });
  }
  return dropped;
}

function opens(
  keys: VaultKeys,
  place: Pick<SecretRow, 'id' | 'kind' | 'version'>,
  envelope: Uint8Array,
): boolean {
  const value = keys.openField(valueAddress(place), envelope);
  wipe(value);
  return value !== null;
}

function drop(tx: StoreTransaction, { table, id, version }: RowName): void {
  if (table === 'secret_versions') tx.remove('secret_versions', id, version ?? 0);
  else if (table === 'secrets_metadata') dropSecret(tx, id);
  else if (table === 'settings') tx.remove('settings', id);
  else tx.remove('key_slots', id);
}

function dropSecret(tx: StoreTransaction, id: string): void {
  for (const { version } of tx.versionsOf(id)) tx.remove('secret_versions', id, version);
  tx.remove('secrets_metadata', id);
}
