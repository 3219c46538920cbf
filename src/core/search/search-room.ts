import type { SearchState } from '../../shared/conversation.ts';
import { openTurn, type OpenTurn } from '../conversations/turn-record.ts';
import { nextTurn } from '../next-turn.ts';
import type { Cell, TurnRow } from '../rows.ts';
import { tryTo, type VaultCore } from '../session/vault-core.ts';
import { SearchIndex, type IndexedTurn } from './search-index.ts';

/** Rows opened before the event loop gets a turn. */
const SLICE = 16;

/** What the index needs of a turn. */
function indexed({ row, content }: OpenTurn): IndexedTurn {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    clientId: row.client_id,
    createdMs: Date.parse(row.created_at),
    isPrompt: content.role === 'user',
    model: content.model,
    content: content.content,
  };
}

/**
 * The index of the open vault: built in slices by the first `catchUp` after an unlock, kept up with what is appended and
 * removed, and wiped in the same call that locks. What is removed takes room until then. One worker at a time puts turns in, for places in an index only ascend.
 */
export class SearchRoom {
  readonly #core: VaultCore;
  /** Writes what is queued, so that it can be read. */
  readonly #flush: () => void;
  #index: SearchIndex | null = null;
  #isBuilt = false;
  /** Turns that were appended since the index was begun and are not in it. */
  #pending = new Set<string>();
  #worker: { readonly index: SearchIndex; readonly done: Promise<void> } | null = null;

  constructor(core: VaultCore, flush: () => void) {
    this.#core = core;
    this.#flush = flush;
    core.onStateChange((state) => {
      if (state === 'locked' || state === 'uninitialized') this.#end();
      else this.#index ??= new SearchIndex();
    });
  }

  /** The index, or null while locked. */
  get index(): SearchIndex | null {
    return this.#index;
  }

  /** Everything that was there at the unlock is in it. */
  get isBuilt(): boolean {
    return this.#isBuilt;
  }

  get isComplete(): boolean {
    return this.#isBuilt && this.#pending.size === 0;
  }

  state(): SearchState {
    const { size = 0, bytes = 0 } = this.#index ?? {};
    return { ready: this.isComplete, turns: size, bytes };
  }

  /** A turn was appended; it is taken in by the next `catchUp`. */
  note(turnId: string): void {
    if (this.#index !== null) this.#pending.add(turnId);
  }

  /**
   * Takes in what is not in the index yet: at first everything, later what was appended. Resolves when that is done or
   * the vault is locked; never rejects.
   */
  catchUp(): Promise<void> {
    const index = this.#index;
    if (index === null || (this.isComplete && this.#worker === null)) return Promise.resolve();
    const running = this.#worker;
    if (running !== null) {
      // A worker of an index before sees that it is not the present one, and ends.
      return running.index === index ? running.done : running.done.then(() => this.catchUp());
    }
    const done = this.#work(index).finally(() => {
      this.#worker = null;
    });
    this.#worker = { index, done };
    return done;
  }

  #end(): void {
    this.#index?.wipe();
    this.#index = null;
    this.#isBuilt = false;
    this.#pending.clear();
  }

  async #work(index: SearchIndex): Promise<void> {
    // What does not work now (a full disk, say) is tried again by the next search.
    try {
      if (!this.#isBuilt) await this.#build(index);
      await this.#takePending(index);
    } catch {
      return;
    }
  }

  async #build(index: SearchIndex): Promise<void> {
    tryTo(this.#flush);
    let after: readonly Cell[] | null = null;
    while (this.#index === index) {
      const rows: readonly TurnRow[] = this.#core.store.walk('turnsByTime', {
        of: [],
        after,
        limit: SLICE,
      });
      for (const row of rows) {
        after = [row.created_at, row.sequence, row.id];
        if (!this.#pending.has(row.id)) await this.#take(index, row);
        if (this.#index !== index) return;
      }
      if (rows.length < SLICE) {
        this.#isBuilt = true;
        return;
      }
      await nextTurn();
    }
  }

  async #takePending(index: SearchIndex): Promise<void> {
    tryTo(this.#flush);
    let taken = 0;
    for (const id of this.#pending) {
      if (this.#index !== index) return;
      const row = this.#core.store.get('turns', id);
      if (row !== null) await this.#take(index, row);
      if (this.#index !== index) return;
      this.#pending.delete(id);
      taken += 1;
      if (taken % SLICE === 0) await nextTurn();
    }
  }

  async #take(index: SearchIndex, row: TurnRow): Promise<void> {
    const { session, store } = this.#core;
    const turn = session === null ? null : openTurn(store, session.keys, row);
    if (turn === null) return;
    const adding = index.add(indexed(turn));
    while (adding.next().done !== true) {
      await nextTurn();
      if (this.#index !== index) return;
    }
  }
}
