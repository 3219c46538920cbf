import { idBytes, uuidText } from '../../shared/ids.ts';
import type { Sliced } from '../next-turn.ts';
import { bytes, doubles, Growing, words } from './grow.ts';
import { forEachMatch, parseQuery, type Unit } from './query.ts';
import { TermHash } from './term-hash.ts';
import { TermTable } from './term-table.ts';
import { searchable, WordReader } from './words.ts';

const ID_BYTES = 16;
const PROMPT = 1;
const GONE = 2;
/** Words taken in before the event loop gets a turn. */
const SLICE_WORDS = 4096;

/** What the index needs of a turn. */
export interface IndexedTurn {
  readonly id: string;
  readonly conversationId: string;
  readonly clientId: string | null;
  readonly createdMs: number;
  readonly isPrompt: boolean;
  readonly model: string | null;
  readonly content: string;
}

/** Which turns count. */
export interface IndexFilter {
  /** Undefined: everybody's; null: the owner's. */
  readonly clientId?: string | null | undefined;
  readonly conversationId?: string | undefined;
  readonly model?: string | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly anyUnit: boolean;
}

/**
 * An inverted index of turns, with places, in memory alone. It holds hashes of words under a key of its own, and ids; no
 * text. After `wipe` all of it is zero.
 */
export class SearchIndex {
  readonly hash = new TermHash();
  readonly #terms = new TermTable();
  readonly #ids = new Growing(bytes, 1024 * ID_BYTES);
  readonly #conversation = new Growing(words);
  readonly #created = new Growing(doubles);
  readonly #flags = new Growing(bytes);
  readonly #model = new Growing(words);
  readonly #ordinals = new Map<string, number>();
  readonly #owners: (string | null)[] = [];
  #documents = 0;
  #gone = 0;

  /** Turns that can be found. */
  get size(): number {
    return this.#documents - this.#gone;
  }

  /** Turns that cannot be found any more and still take room. */
  get gone(): number {
    return this.#gone;
  }

  get bytes(): number {
    const arrays = [this.#ids, this.#conversation, this.#created, this.#flags, this.#model];
    const own = arrays.reduce((sum, { items }) => sum + items.byteLength, 0);
    return own + this.#terms.bytes;
  }

  /** Takes a turn in. It can be found when all of its words are in. */
  *add(turn: IndexedTurn): Sliced<void> {
    const document = this.#documents;
    this.#documents += 1;
    this.#gone += 1;
    this.#ids.reserve((document + 1) * ID_BYTES);
    for (const array of [this.#conversation, this.#created, this.#flags, this.#model]) {
      array.reserve(document);
    }
    this.#ids.items.set(idBytes(turn.id), document * ID_BYTES);
    this.#conversation.items[document] = this.#ordinal(turn.conversationId, turn.clientId);
    this.#created.items[document] = turn.createdMs;
    this.#model.items[document] = turn.model === null ? 0 : this.#modelHash(turn.model);
    this.#flags.items[document] = GONE | (turn.isPrompt ? PROMPT : 0);
    const reader = new WordReader(searchable(turn.content), this.hash);
    for (let place = 0; reader.next(); place += 1) {
      this.#terms.add(this.hash.lo, this.hash.hi, document, place);
      if (place % SLICE_WORDS === SLICE_WORDS - 1) yield;
    }
    this.#flags.items[document] = turn.isPrompt ? PROMPT : 0;
    this.#gone -= 1;
  }

  /** Turns of a conversation are not found any more. */
  dropConversation(conversationId: string): void {
    const ordinal = this.#ordinals.get(conversationId);
    if (ordinal === undefined) return;
    this.#drop((document) => this.#conversation.items[document] === ordinal);
  }

  /** The same for what somebody said before an instant. */
  dropBefore(clientId: string | null, beforeMs: number): void {
    this.#drop((document) => {
      const isOlder = (this.#created.items[document] ?? 0) < beforeMs;
      return isOlder && this.#ownerOf(document) === clientId;
    });
  }

  /** Turns of a conversation belong to somebody else from now on. */
  assign(conversationId: string, clientId: string | null): void {
    const ordinal = this.#ordinals.get(conversationId);
    if (ordinal !== undefined) this.#owners[ordinal] = clientId;
  }

  /** What a query looks for; null if it has no word in it. */
  parse(query: string): readonly Unit[] | null {
    return parseQuery(query, this.hash);
  }

  /** Ids of the turns that match: more of the units first, then prompts above answers, then the newest first. */
  search(units: readonly Unit[], filter: IndexFilter): readonly string[] {
    const counts = new Uint8Array(this.#documents);
    for (const unit of units) {
      forEachMatch(this.#terms, unit, (document) => {
        counts[document] = (counts[document] ?? 0) + 1;
      });
    }
    const least = filter.anyUnit ? 1 : units.length;
    const holds = this.#filter(filter);
    const found: number[] = [];
    for (const [document, count] of counts.entries()) {
      if (count >= least && holds(document)) found.push(document);
    }
    const rank = (document: number): number =>
      (counts[document] ?? 0) * 2 + ((this.#flags.items[document] ?? 0) & PROMPT);
    const created = this.#created.items;
    found.sort((a, b) => rank(b) - rank(a) || (created[b] ?? 0) - (created[a] ?? 0) || b - a);
    return found.map((document) => this.#idOf(document));
  }

  wipe(): void {
    this.hash.wipe();
    this.#terms.wipe();
    for (const array of [this.#conversation, this.#created, this.#flags, this.#model]) array.wipe();
    this.#ids.wipe();
    this.#ordinals.clear();
    this.#owners.length = 0;
    this.#documents = 0;
    this.#gone = 0;
  }

  #filter(filter: IndexFilter): (document: number) => boolean {
    const { clientId, conversationId, model, fromMs = -Infinity, toMs = Infinity } = filter;
    const conversation = conversationId === undefined ? null : this.#ordinals.get(conversationId);
    const modelHash = model === undefined ? null : this.#modelHash(model);
    return (document) => {
      if (((this.#flags.items[document] ?? 0) & GONE) !== 0) return false;
      if (clientId !== undefined && this.#ownerOf(document) !== clientId) return false;
      if (conversation !== null && this.#conversation.items[document] !== conversation)
        return false;
      if (modelHash !== null && this.#model.items[document] !== modelHash) return false;
      const created = this.#created.items[document] ?? 0;
      return created >= fromMs && created < toMs;
    };
  }

  #ownerOf(document: number): string | null | undefined {
    return this.#owners[this.#conversation.items[document] ?? -1];
  }

  #idOf(document: number): string {
    const start = document * ID_BYTES;
    return `trn_${uuidText(this.#ids.items.subarray(start, start + ID_BYTES))}`;
  }

  #ordinal(conversationId: string, clientId: string | null): number {
    const known = this.#ordinals.get(conversationId);
    if (known !== undefined) return known;
    const ordinal = this.#owners.push(clientId) - 1;
    this.#ordinals.set(conversationId, ordinal);
    return ordinal;
  }

  #modelHash(model: string): number {
    this.hash.begin();
    this.hash.text(model.toLowerCase());
    this.hash.end();
    return this.hash.lo;
  }

  #drop(isMeant: (document: number) => boolean): void {
    for (let document = 0; document < this.#documents; document += 1) {
      const flags = this.#flags.items[document] ?? 0;
      if ((flags & GONE) !== 0 || !isMeant(document)) continue;
      this.#flags.items[document] = flags | GONE;
      this.#gone += 1;
    }
  }
}
