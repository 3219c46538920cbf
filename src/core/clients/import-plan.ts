import type { SessionStatus } from '../../shared/access.ts';
import type { ClientStatus } from '../../shared/client.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { BUILT_IN_PLANS } from '../../shared/plan.ts';
import { VaultError, asVaultError } from '../../shared/vault-error.ts';
import { sealSession } from '../access/session-record.ts';
import type { ImportClient, ImportSession, ImportedClients, ImportedRow } from '../client-api.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { CoveredTransaction, UnsignedRow } from '../integrity/write-covered.ts';
import type { ClientActivityRow, SessionActivityRow, SessionRow } from '../rows.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { refuseTaken } from './add-client.ts';
import { carriedId } from './carried-id.ts';
import { checkClientName, patchMetadata, patchProfile } from './check-client.ts';
import { checkImportClient, checkImportSession } from './check-import.ts';
import {
  clientNameIndex,
  profileIndexes,
  sealClient,
  type StoredProfile,
} from './client-record.ts';
import { DEFAULT_CLIENT, defaultClientId, findDefaultClient } from './default-client.ts';

const DAY_MS = 86_400_000;
const PROFILE_CHARS = 64;

/** What a row can be refused for; anything else ends the import. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set(['invalid_input', 'name_invalid', 'not_found']);

interface Owner {
  readonly id: string;
  readonly status: ClientStatus;
}

/** What an import will write, row by row as it is found good, and what becomes of each row. */
export class ImportPlan {
  /** Ids of the clients that will be written. */
  readonly clientIds: string[] = [];
  readonly #core: VaultCore;
  readonly #keys: VaultKeys;
  readonly #source: string;
  readonly #clients: UnsignedRow<'clients'>[] = [];
  readonly #seen: ClientActivityRow[] = [];
  readonly #sessions: SessionRow[] = [];
  readonly #activity: SessionActivityRow[] = [];
  readonly #clientRows: ImportedRow[] = [];
  readonly #sessionRows: ImportedRow[] = [];
  /** Old ids of clients that come, and what they become. */
  readonly #owners = new Map<string, Owner>();
  /** Ids and blind indexes that the import itself takes. */
  readonly #taken = new Set<string>();
  #default: Owner | null = null;
  #madeDefault = false;

  constructor(core: VaultCore, keys: VaultKeys, source: string) {
    this.#core = core;
    this.#keys = keys;
    this.#source = source;
  }

  /** Whether nothing is to be written. */
  get isEmpty(): boolean {
    return this.#clients.length === 0 && this.#sessions.length === 0;
  }

  /** Plans a client, or notes why it stays out. */
  addClient(client: ImportClient): void {
    this.#clientRows.push(
      this.#outcomeOf(client, () => {
        checkImportClient(client);
        const { sourceId, name, externalId, email, metadata, status } = client;
        const id = this.#newId('cli', sourceId);
        const profile = patchProfile(
          { name: checkClientName(name) },
          {
            ...(externalId === undefined ? {} : { externalId }),
            ...(email === undefined ? {} : { email }),
            ...(metadata === undefined ? {} : { metadata }),
          },
        );
        this.#planClient(id, profile, client);
        this.#owners.set(sourceId, { id, status });
        return id;
      }),
    );
  }

  /** Plans a session, or notes why it stays out. Its client must have been planned before. */
  addSession(session: ImportSession): void {
    this.#sessionRows.push(
      this.#outcomeOf(session, () => {
        checkImportSession(session);
        if (session.profile !== null) checkProfile(session.profile);
        const metadata = patchMetadata({}, session.metadata);
        const id = this.#newId('ses', session.sourceId);
        const owner = session.client === null ? this.#ownerOfNobodys() : this.#ownerOf(session);
        this.#planSession(id, owner, { ...session, metadata });
        return id;
      }),
    );
  }

  /** Has the client `default` made if it is not there: conversations that are nobody's follow. */
  needDefault(): void {
    try {
      this.#ownerOfNobodys();
    } catch (thrown) {
      // They are refused then, one by one.
      if (!REFUSALS.has(asVaultError(thrown).code)) throw thrown;
    }
  }

  /** How many rows of each outcome there are. */
  counts(): Readonly<Record<string, number>> {
    const all = [...this.#clientRows, ...this.#sessionRows];
    const count = (rows: readonly ImportedRow[], outcome: ImportedRow['outcome']): number =>
      rows.filter((row) => row.outcome === outcome).length;
    return {
      clients: count(this.#clientRows, 'imported'),
      sessions: count(this.#sessionRows, 'imported'),
      clash: count(all, 'clash'),
      refused: count(all, 'refused'),
    };
  }

  /** What became of each row. */
  report(): ImportedClients {
    return {
      clients: this.#clientRows,
      sessions: this.#sessionRows,
      madeDefault: this.#madeDefault,
    };
  }

  /** Writes what was planned. @throws VaultError `name_taken` if a name was taken since. */
  write(tx: CoveredTransaction): void {
    for (const row of this.#clients) tx.insert('clients', row);
    for (const row of this.#seen) {
      // Not covered: a planted row of this id must not stand in the way.
      tx.raw.remove('client_activity', row.client_id);
      tx.raw.insert('client_activity', row);
    }
    for (const row of this.#sessions) tx.raw.insert('sessions', row);
    for (const row of this.#activity) {
      tx.raw.remove('session_activity', row.session_id);
      tx.raw.insert('session_activity', row);
    }
  }

  #outcomeOf({ sourceId }: { readonly sourceId: string }, plan: () => string): ImportedRow {
    try {
      return { sourceId, id: plan(), outcome: 'imported' };
    } catch (thrown) {
      const { code, hint } = asVaultError(thrown);
      const row = { sourceId, id: null, code, ...(hint === undefined ? {} : { hint }) };
      if (code === 'name_taken') return { ...row, outcome: 'clash' };
      if (!REFUSALS.has(code)) throw thrown;
      return { ...row, outcome: 'refused' };
    }
  }

  #newId(prefix: 'cli' | 'ses', sourceId: string): string {
    const id = carriedId(this.#keys, prefix, this.#source, sourceId);
    const table = prefix === 'cli' ? 'clients' : 'sessions';
    if (this.#taken.has(id) || this.#core.store.get(table, id) !== null) {
      throw new VaultError('name_taken', { hint: 'A row of this id is here already.' });
    }
    return id;
  }

  #planClient(
    id: string,
    profile: StoredProfile,
    from: Partial<Pick<ImportClient, 'status' | 'createdAt' | 'updatedAt' | 'lastSeenAt'>>,
  ): void {
    refuseTaken(this.#core.store, this.#keys, profile, id);
    const indexes = Object.entries(profileIndexes(this.#keys, profile)).flatMap(
      ([column, index]) => (index === null ? [] : [`${column} ${index.join()}`]),
    );
    if (indexes.some((index) => this.#taken.has(index))) {
      throw new VaultError('name_taken', {
        hint: 'Another client of the file has its name, external id or email address.',
      });
    }
    const createdAt = from.createdAt ?? this.#core.clock.nowText();
    const updatedAt = from.updatedAt ?? createdAt;
    const state = { plan: BUILT_IN_PLANS[0], status: from.status ?? 'active' };
    const content = { id, version: 1, profile, ...state, createdAt, updatedAt };
    this.#clients.push(sealClient(this.#keys, content));
    this.clientIds.push(id);
    for (const taken of [id, ...indexes]) this.#taken.add(taken);
    if (from.lastSeenAt !== undefined) {
      this.#seen.push({ client_id: id, last_seen_at: from.lastSeenAt });
    }
  }

  #ownerOf({ client }: ImportSession): Owner {
    const owner = client === null ? undefined : this.#owners.get(client);
    if (owner !== undefined) return owner;
    throw new VaultError('not_found', { hint: 'Its client was not imported.' });
  }

  /** The client `default`: of the vault, of this import, or made for it. */
  #ownerOfNobodys(): Owner {
    this.#default ??=
      this.#plannedDefault() ??
      findDefaultClient(this.#core.store, this.#keys) ??
      this.#makeDefault();
    if (this.#default.status !== 'deleted') return this.#default;
    throw new VaultError('not_found', { hint: 'The client default was removed.' });
  }

  #plannedDefault(): Owner | null {
    const index = clientNameIndex(this.#keys, DEFAULT_CLIENT).join();
    const row = this.#clients.find(({ name_index: name }) => name.join() === index);
    return row === undefined ? null : { id: row.id, status: row.status as ClientStatus };
  }

  #makeDefault(): Owner {
    const id = defaultClientId(this.#keys);
    this.#planClient(id, { name: DEFAULT_CLIENT }, {});
    this.#madeDefault = true;
    return { id, status: 'active' };
  }

  #planSession(id: string, owner: Owner, session: ImportSession): void {
    const now = this.#core.clock.nowText();
    const createdAt = session.createdAt ?? now;
    const updatedAt = session.updatedAt ?? session.lastActivityAt ?? createdAt;
    const lastActivityAt = session.lastActivityAt ?? updatedAt;
    const expiresAt = earlier(
      session.expiresAt ?? afterADay(lastActivityAt),
      // However long the older system meant it to last, here it lives on by being used.
      session.status === 'active' ? afterADay(now) : LAST_INSTANT,
    );
    const { conversation, profile, metadata, turnCount } = session;
    const keys = this.#keys;
    const details = {
      client_id: owner.id,
      status: statusNow(session, owner, expiresAt <= now),
      conversation_id: conversation && carriedId(keys, 'con', this.#source, conversation),
      profile,
      metadata,
    };
    this.#taken.add(id);
    this.#sessions.push(sealSession(keys, { id, version: 1, details, createdAt, updatedAt }));
    this.#activity.push({
      session_id: id,
      client_id: owner.id,
      last_activity_at: lastActivityAt,
      expires_at: expiresAt,
      turn_count: turnCount,
    });
  }
}

const LAST_INSTANT = '9999-12-31T23:59:59.999Z';

function afterADay(instant: string): string {
  const later = Date.parse(instant) + DAY_MS;
  return later > Date.parse(LAST_INSTANT) ? LAST_INSTANT : new Date(later).toISOString();
}

/** Instants of the format sort as texts. */
function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function statusNow({ status }: ImportSession, owner: Owner, isOver: boolean): SessionStatus {
  if (status !== 'active') return status;
  if (isOver) return 'expired';
  return owner.status === 'deleted' ? 'closed' : 'active';
}

function checkProfile(profile: unknown): void {
  const fits = typeof profile === 'string' && profile !== '' && profile.length <= PROFILE_CHARS;
  if (fits && profile.isWellFormed() && !/\p{Cc}/u.test(profile)) return;
  throw new VaultError('invalid_input', { hint: 'The profile of a session is not a word.' });
}
