import { OWNER } from '../../shared/conversation.ts';
import type { CallContext } from '../call.ts';
import { nextTurn } from '../next-turn.ts';
import type { StoreTransaction } from '../ports.ts';
import type { TurnRow } from '../rows.ts';
import { tryTo, type VaultSession } from '../session/vault-core.ts';
import type { Archive } from './archive.ts';
import { removeConversationRows, removeTurn } from './remove-turns.ts';
import { daysKept } from './days-kept.ts';

const EVENT = 'turn.expire';
const DAY_MS = 86_400_000;
/** Turns removed in one transaction. */
const SLICE = 64;

/** What is over: a client's, and the instant before which it is. */
interface Due {
  readonly clientId: string | null;
  readonly days: number;
  readonly before: string;
}

/**
 * Removes the turns whose time is over, and conversations in which nothing is left that is younger. For each client with
 * something to remove a line before it begins, and one with the counts.
 */
export function expireTurns(archive: Archive, context: CallContext): Promise<number> {
  const { core } = archive;
  return core.writable({ event: EVENT }, context, async (session) => {
    let total = 0;
    for (const due of whatIsDue(archive, session)) {
      archive.queue.flush();
      if (!hasWork(archive, due)) continue;
      total += await expireOne(archive, session, due, context);
    }
    if (total > 0) {
      tryTo(() => {
        core.store.compact();
      });
    }
    return total;
  });
}

function whatIsDue({ core }: Archive, { keys }: VaultSession): readonly Due[] {
  const nowMs = core.clock.nowMs();
  return [...core.store.scan('retentions')].flatMap(({ subject }) => {
    const clientId = subject === OWNER ? null : subject;
    const days = daysKept(core.store, keys, clientId);
    if (days === null) return [];
    // Nothing that is said from now on is older than this, were the clock to be set back a little.
    const before = new Date(nowMs - days * DAY_MS).toISOString();
    return [{ clientId, days, before }];
  });
}

function hasWork({ core: { store } }: Archive, { clientId, before }: Due): boolean {
  const [turn] = store.walk('turnsOfClient', { of: [clientId], limit: 1 });
  const [last] = store.walk('conversationsOfClient', { of: [clientId], limit: 1 });
  return (turn?.created_at ?? before) < before || (last?.updated_at ?? before) < before;
}

async function expireOne(
  archive: Archive,
  session: VaultSession,
  due: Due,
  context: CallContext,
): Promise<number> {
  const { core, queue, search, meter } = archive;
  const { clientId, days, before } = due;
  const line = { event: EVENT, ref: { client: clientId ?? OWNER } };
  core.audit.write({ ...line, outcome: 'attempt', n: { days } }, context);
  let items = 0;
  let bytes = 0;
  for (;;) {
    core.assertCurrent(session);
    queue.flush();
    const removed = core.store.transaction((tx) => removeSlice(tx, due));
    items += removed.items;
    bytes += removed.bytes;
    if (clientId !== null) {
      meter.changed(clientId, { items: -removed.items, bytes: -removed.bytes });
    }
    if (removed.items < SLICE) break;
    await nextTurn();
  }
  core.assertCurrent(session);
  search.index?.dropBefore(clientId, Date.parse(before));
  const conversations = core.store.transaction((tx) => removeEmpty(tx, due));
  core.done({ ...line, n: { days, turns: items, conversations, bytes } }, context);
  return items;
}

function removeSlice(
  tx: StoreTransaction,
  { clientId, before }: Due,
): { readonly items: number; readonly bytes: number } {
  const rows = tx
    .walk('turnsOfClient', { of: [clientId], limit: SLICE })
    .filter(({ created_at: at }) => at < before);
  let bytes = 0;
  for (const row of rows) bytes += removeTurn(tx, row).bytes;
  countDown(tx, rows);
  return { items: rows.length, bytes };
}

function countDown(tx: StoreTransaction, rows: readonly TurnRow[]): void {
  const removed = new Map<string, number>();
  for (const { conversation_id: id } of rows) removed.set(id, (removed.get(id) ?? 0) + 1);
  for (const [id, count] of removed) {
    const activity = tx.get('conversation_activity', id);
    if (activity === null) continue;
    const left = Math.max(0, activity.turn_count - count);
    tx.update('conversation_activity', { ...activity, turn_count: left });
  }
}

function removeEmpty(tx: StoreTransaction, { clientId, before }: Due): number {
  let removed = 0;
  let after: readonly string[] | null = null;
  for (;;) {
    const rows: ReturnType<typeof tx.walk<'conversationsOfClient'>> = tx.walk(
      'conversationsOfClient',
      { of: [clientId], after, limit: SLICE },
    );
    for (const { conversation_id: id, updated_at: at } of rows) {
      if (at >= before) return removed;
      after = [at, id];
      if (tx.walk('turnsOfConversation', { of: [id], limit: 1 }).length > 0) continue;
      removeConversationRows(tx, id);
      removed += 1;
    }
    if (rows.length < SLICE) return removed;
  }
}
