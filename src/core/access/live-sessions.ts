import type { SessionActivityRow, SessionRow } from '../rows.ts';
import type { StoreTransaction } from '../ports.ts';
import { tryTo, type Counter, type VaultCore, type VaultSession } from '../session/vault-core.ts';
import { readSetting } from '../settings/read-setting.ts';
import { openSession, sealSession, type SessionContent } from './session-record.ts';

const HOUR_MS = 3_600_000;
/** Touches after which a session's activity is written at once. */
const TOUCHES_AT_ONCE = 5;
const FLUSH_EVERY_MS = 60_000;

/** When a session was used last, and until when it lasts. */
export type Activity = Pick<SessionActivityRow, 'last_activity_at' | 'expires_at' | 'turn_count'>;

/** Ids of the sessions that are active by their rows. */
interface ActiveIds {
  readonly active: Set<string>;
  readonly byClient: Map<string, Set<string>>;
}

/**
 * The sessions that go on, in memory: taken from the file at their first use after an unlock or a change of covered rows,
 * written through when they change. Touches wait here and outlive a lock, which writes them: they hold nothing but ids,
 * instants and counts.
 */
export class LiveSessions implements Counter {
  readonly #core: VaultCore;
  readonly #live = new Map<string, SessionContent>();
  readonly #activity = new Map<string, Activity>();
  /** Null: not read since the last change. */
  #ids: ActiveIds | null = null;
  readonly #touched = new Map<string, { activity: SessionActivityRow; touches: number }>();
  #flushedMs: number;

  constructor(core: VaultCore) {
    this.#core = core;
    this.#flushedMs = core.clock.monotonicMs();
    core.counters.add(this);
    core.onAccessChange(() => {
      this.#drop();
    });
  }

  /** Ids of a client's sessions that are active by their rows. */
  idsOf(clientId: string): ReadonlySet<string> {
    return this.#index().byClient.get(clientId) ?? new Set();
  }

  /** Every id there is. */
  allIds(): readonly string[] {
    return [...this.#index().active];
  }

  /** A session that is active by its row; null if there is none of this id or it does not open. */
  get({ keys }: VaultSession, id: string): SessionContent | null {
    const known = this.#live.get(id);
    if (known !== undefined) return known;
    const row = this.#core.store.get('sessions', id);
    const content = row === null ? null : openSession(keys, row);
    if (content?.details.status !== 'active') return null;
    this.#live.set(id, content);
    return content;
  }

  /** When a session was used last, as it waits or lies in the file; null: nobody knows. */
  activityOf(id: string): Activity | null {
    const known = this.#activity.get(id) ?? this.#touched.get(id)?.activity;
    if (known !== undefined) return known;
    const stored = this.#core.store.get('session_activity', id);
    if (stored !== null && this.#index().active.has(id)) this.#activity.set(id, stored);
    return stored;
  }

  /** Writes a session through, and with `activity` what moves. */
  write(session: VaultSession, content: SessionContent, activity: Activity): void {
    const row = sealSession(session.keys, content);
    this.#core.store.transaction((tx) => {
      putSession(tx, row);
      putActivity(tx, rowOf(content, activity));
    });
    const { id, details } = content;
    this.#touched.delete(id);
    const { active, byClient } = this.#index();
    const own = byClient.get(details.client_id) ?? new Set();
    byClient.set(details.client_id, own);
    if (details.status === 'active') {
      this.#live.set(id, content);
      this.#activity.set(id, activity);
      active.add(id);
      own.add(id);
    } else {
      this.#live.delete(id);
      this.#activity.delete(id);
      active.delete(id);
      own.delete(id);
    }
  }

  /** A session is used: it lasts its hours from now. The fifth touch is written at once, the others by `flush`. */
  touch(content: SessionContent, turns: number): void {
    const { id } = content;
    const turnCount = (this.activityOf(id)?.turn_count ?? 0) + turns;
    const moved = { ...this.freshActivity(), turn_count: turnCount };
    this.#activity.set(id, moved);
    const touches = (this.#touched.get(id)?.touches ?? 0) + 1;
    this.#touched.set(id, { activity: rowOf(content, moved), touches });
    if (touches < TOUCHES_AT_ONCE) return;
    tryTo(() => {
      this.#writeTouches([id]);
    });
  }

  /** Used now, for the first time. */
  freshActivity(): Activity {
    const { clock } = this.#core;
    const lifeMs = readSetting(this.#core, 'session.hours') * HOUR_MS;
    return {
      last_activity_at: clock.nowText(),
      expires_at: new Date(clock.nowMs() + lifeMs).toISOString(),
      turn_count: 0,
    };
  }

  /** Writes the touches that wait once a minute; what cannot be written waits on. Does nothing while locked. */
  flush(): void {
    const { session, clock } = this.#core;
    if (session === null || session.tampered) return;
    const nowMs = clock.monotonicMs();
    if (nowMs - this.#flushedMs < FLUSH_EVERY_MS) return;
    this.#flushedMs = nowMs;
    tryTo(() => {
      this.#writeTouches([...this.#touched.keys()]);
    });
  }

  settle(): void {
    this.#writeTouches([...this.#touched.keys()]);
  }

  forget(clientId: string): void {
    this.#drop();
    for (const [id, { activity }] of this.#touched) {
      if (activity.client_id === clientId) this.#touched.delete(id);
    }
  }

  /** In one transaction. A session that is no more has no activity. */
  #writeTouches(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.#core.store.transaction((tx) => {
      for (const id of ids) {
        const waiting = this.#touched.get(id);
        if (waiting === undefined || tx.get('sessions', id) === null) continue;
        putActivity(tx, waiting.activity);
      }
    });
    for (const id of ids) this.#touched.delete(id);
  }

  #index(): ActiveIds {
    if (this.#ids !== null) return this.#ids;
    const active = new Set<string>();
    const byClient = new Map<string, Set<string>>();
    for (const { id, client_id: client } of this.#core.store.find('sessions', 'status', 'active')) {
      active.add(id);
      byClient.set(client, (byClient.get(client) ?? new Set()).add(id));
    }
    this.#ids = { active, byClient };
    return this.#ids;
  }

  #drop(): void {
    this.#live.clear();
    this.#activity.clear();
    this.#ids = null;
  }
}

function rowOf({ id, details }: SessionContent, activity: Activity): SessionActivityRow {
  const { last_activity_at, expires_at, turn_count } = activity;
  return { session_id: id, client_id: details.client_id, last_activity_at, expires_at, turn_count };
}

function putSession(tx: StoreTransaction, row: SessionRow): void {
  if (tx.get('sessions', row.id) === null) tx.insert('sessions', row);
  else tx.update('sessions', row);
}

function putActivity(tx: StoreTransaction, row: SessionActivityRow): void {
  if (tx.get('session_activity', row.session_id) === null) tx.insert('session_activity', row);
  else tx.update('session_activity', row);
}
