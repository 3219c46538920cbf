import { NEW_CHAT } from '../../shared/conversation.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { VaultError, asVaultError } from '../../shared/vault-error.ts';
import { carriedId } from '../clients/carried-id.ts';
import { checkSourceId } from '../clients/check-import.ts';
import { defaultClientId, findDefaultClient } from '../clients/default-client.ts';
import {
  CONVERSATION_IMPORT_LIMITS,
  type ImportConversation,
  type ImportConversationsInput,
  type ImportedConversation,
  type ImportRow,
  type LeftOut,
} from '../conversation-api.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { hashCovered } from '../integrity/covered-hashes.ts';
import { rowMacHolds } from '../integrity/verify-integrity.ts';
import type { ConversationActivityRow, ConversationRow } from '../rows.ts';
import { isInstant } from '../secrets/check-input.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { checkConversation, checkTurn } from './check-turn.ts';
import { sealConversation } from './conversation-record.ts';
import { sealTurn, type SealedTurn, type TurnContent } from './turn-record.ts';

/** Turns sealed before the event loop gets a turn. */
const SLICE = 32;
/** What a row can be left out for; anything else ends the import. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set(['invalid_input', 'not_found', 'too_large']);

/** The rows of a conversation as they are written together. */
export interface PlannedConversation {
  readonly row: ConversationRow;
  readonly activity: ConversationActivityRow;
  readonly turns: readonly SealedTurn[];
}

/** What becomes of a conversation; null: it stays out. */
export interface Sealed {
  readonly outcome: ImportedConversation;
  readonly planned: PlannedConversation | null;
}

interface Place {
  readonly id: string;
  readonly clientId: string;
}

/** Says of each conversation of an older store what becomes of it, and seals those that come. */
export class ConversationSealer {
  readonly #core: VaultCore;
  readonly #keys: VaultKeys;
  readonly #source: string;
  readonly #dryRun: boolean;
  readonly #coming: ReadonlySet<string>;
  /** Ids that this import takes itself. */
  readonly #taken = new Set<string>();
  readonly #owners = new Map<string, string>();

  constructor(core: VaultCore, keys: VaultKeys, input: ImportConversationsInput) {
    this.#core = core;
    this.#keys = keys;
    this.#source = input.source;
    this.#dryRun = input.dryRun;
    this.#coming = new Set(input.coming);
  }

  /** Yields after each slice of turns. */
  *seal(conversation: ImportConversation): Generator<undefined, Sealed, undefined> {
    const { sourceId, rows } = conversation;
    let place: Place;
    try {
      place = this.#placeOf(conversation);
    } catch (thrown) {
      const turns = turnsIn(rows);
      return {
        outcome: { id: null, ...reason(sourceId, thrown, turns), leftOut: [] },
        planned: null,
      };
    }
    const leftOut: LeftOut[] = [];
    const turns: SealedTurn[] = [];
    let at = firstInstant(conversation) ?? this.#core.clock.nowText();
    for (const row of rows) {
      const before = turns.length;
      try {
        const instant = row.createdAt ?? at;
        turns.push(...this.#sealRow(row, place, turns.length + 1, instant));
        at = instant;
      } catch (thrown) {
        leftOut.push(reason(row.sourceId, thrown, row.said.length));
      }
      if (Math.floor(before / SLICE) !== Math.floor(turns.length / SLICE)) yield;
    }
    const planned = this.#plan(conversation, place, turns);
    const came = { sourceId, id: place.id, turns: turns.length, leftOut };
    return { outcome: { ...came, outcome: 'imported' }, planned };
  }

  #placeOf(conversation: ImportConversation): Place {
    const { sourceId, client, title, createdAt, updatedAt, rows } = conversation;
    checkSourceId(sourceId);
    const id = carriedId(this.#keys, 'con', this.#source, sourceId);
    this.#take('conversations', id);
    if (client !== null) checkSourceId(client);
    checkInstants(createdAt, updatedAt);
    if (title !== null) checkConversation({ title });
    if (turnsIn(rows) > CONVERSATION_IMPORT_LIMITS.turnsOfOne) {
      throw new VaultError('too_large', { hint: 'A conversation has more than 100000 turns.' });
    }
    const place = { id, clientId: this.#ownerOf(client) };
    this.#taken.add(id);
    return place;
  }

  /** @throws VaultError `name_taken`. */
  #take(table: 'conversations' | 'turns', id: string): void {
    if (!this.#taken.has(id) && this.#core.store.get(table, id) === null) return;
    throw new VaultError('name_taken', { hint: 'A row of this id is here already.' });
  }

  #ownerOf(client: string | null): string {
    const key = JSON.stringify(client);
    const known =
      this.#owners.get(key) ?? (client === null ? this.#default() : this.#client(client));
    this.#owners.set(key, known);
    return known;
  }

  #client(client: string): string {
    const id = carriedId(this.#keys, 'cli', this.#source, client);
    const row = this.#core.store.get('clients', id);
    if (row !== null && rowMacHolds(this.#keys, hashCovered('clients', row))) return id;
    if (this.#dryRun && this.#coming.has(client)) return id;
    throw new VaultError('not_found', { hint: 'Its client was not imported.' });
  }

  #default(): string {
    const found = findDefaultClient(this.#core.store, this.#keys);
    if (found === null && this.#dryRun) return defaultClientId(this.#keys);
    if (found === null || found.status === 'deleted') {
      throw new VaultError('not_found', { hint: 'The client default was removed.' });
    }
    return found.id;
  }

  /** The turns of a row: all of them or none. */
  #sealRow(row: ImportRow, place: Place, sequence: number, at: string): readonly SealedTurn[] {
    checkSourceId(row.sourceId);
    checkInstants(row.createdAt);
    if (row.said.length === 0) {
      throw new VaultError('invalid_input', { hint: 'Nothing was said in it.' });
    }
    const ids = row.said.map((_, i) => this.#turnId(row.sourceId, i));
    for (const id of ids) this.#take('turns', id);
    const contents = this.#contentsOf(row);
    const sessionId = this.#sessionOf(row, place);
    for (const id of ids) this.#taken.add(id);
    return contents.map((content, i) =>
      sealTurn(
        this.#keys,
        {
          id: ids[i] ?? '',
          version: 1,
          client_id: place.clientId,
          conversation_id: place.id,
          session_id: sessionId,
          sequence: sequence + i,
          created_at: at,
        },
        content,
      ),
    );
  }

  /** The first turn of a row keeps the row's own UUID if it has one. */
  #turnId(sourceId: string, place: number): string {
    const from = place === 0 ? sourceId : JSON.stringify([sourceId, place]);
    return carriedId(this.#keys, 'trn', this.#source, from);
  }

  #contentsOf(row: ImportRow): readonly TurnContent[] {
    const { said, model, latencyMs, status, metadata } = row;
    const from = JSON.stringify([row.sourceId, 'correlation']);
    const correlationId = carriedId(this.#keys, 'trn', this.#source, from).slice('trn_'.length);
    const toolCalls = row.toolCalls === null ? [] : parsedList(row.toolCalls);
    return said.map(({ role, actor = null, text }, i) => {
      const isLast = i === said.length - 1;
      return checkTurn(
        {
          ...{ role, actor, content: text, model, status: isLast ? status : 'complete' },
          ...(isLast ? { toolCalls, latencyMs } : {}),
          ...(i === 0 ? { metadata } : {}),
        },
        correlationId,
      );
    });
  }

  #sessionOf({ session }: ImportRow, { clientId }: Place): string | null {
    if (session === null) return null;
    checkSourceId(session);
    const id = carriedId(this.#keys, 'ses', this.#source, session);
    return this.#core.store.get('sessions', id)?.client_id === clientId ? id : null;
  }

  #plan(
    { title, createdAt, updatedAt }: ImportConversation,
    { id, clientId }: Place,
    turns: readonly SealedTurn[],
  ): PlannedConversation {
    const instants = turns.map(({ row }) => row.created_at);
    const begun = createdAt ?? least(instants) ?? updatedAt ?? this.#core.clock.nowText();
    const changed = updatedAt ?? greatest(instants) ?? begun;
    const content = {
      ...{ id, version: 1, client_id: clientId, created_at: begun, updated_at: changed },
    };
    return {
      row: sealConversation(this.#keys, content, checkConversation({ title: title ?? NEW_CHAT })),
      activity: {
        conversation_id: id,
        client_id: clientId,
        updated_at: changed,
        next_sequence: turns.length + 1,
        turn_count: turns.length,
      },
      turns,
    };
  }
}

function turnsIn(rows: readonly ImportRow[]): number {
  return rows.reduce((sum, { said }) => sum + said.length, 0);
}

function reason(sourceId: string, thrown: unknown, turns: number): LeftOut {
  const { code, hint } = asVaultError(thrown);
  const because = { code, ...(hint === undefined ? {} : { hint }), turns };
  if (code === 'name_taken') return { sourceId, outcome: 'clash', ...because };
  if (!REFUSALS.has(code)) throw thrown;
  return { sourceId, outcome: 'refused', ...because };
}

/** The first instant that a conversation names: rows without one before it have that. */
function firstInstant({ createdAt, rows }: ImportConversation): string | null {
  const first = rows.find((row) => typeof row.createdAt === 'string' && isInstant(row.createdAt));
  return createdAt ?? first?.createdAt ?? null;
}

function least(instants: readonly string[]): string | undefined {
  return instants.reduce<string | undefined>(
    (first, at) => (first === undefined || at < first ? at : first),
    undefined,
  );
}

function greatest(instants: readonly string[]): string | undefined {
  return instants.reduce<string | undefined>(
    (last, at) => (last === undefined || at > last ? at : last),
    undefined,
  );
}

function checkInstants(...instants: readonly unknown[]): void {
  for (const instant of instants) {
    if (instant === null || (typeof instant === 'string' && isInstant(instant))) continue;
    throw new VaultError('invalid_input', { hint: 'A date is not a UTC instant.' });
  }
}

function parsedList(text: unknown): readonly unknown[] {
  try {
    const value = typeof text === 'string' ? (JSON.parse(text) as unknown) : null;
    if (Array.isArray(value)) return value;
  } catch {
    // Refused below, as every other text that is not a list.
  }
  throw new VaultError('invalid_input', { hint: 'The tool calls are not a list.' });
}
