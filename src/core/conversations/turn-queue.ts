import type { VaultCore } from '../session/vault-core.ts';
import { sealedBytes, type SealedTurn } from './turn-record.ts';

/** Where a conversation stands, with what is queued. */
interface Place {
  readonly clientId: string | null;
  nextSequence: number;
  turnCount: number;
  updatedAt: string;
}

/** Beyond one of these the queue is written at once. */
const MOST_TURNS = 1024;
const MOST_BYTES = 32 * 1024 * 1024;
/** Conversations whose place is remembered. */
const MOST_PLACES = 4096;

/**
 * Turns that are sealed and wait to be written together. It holds nothing plain and needs no key, so a lock writes it
 * when the keys are gone. Sequences are given out here: in memory, in the order of the calls.
 */
export class TurnQueue {
  readonly #core: VaultCore;
  readonly #places = new Map<string, Place>();
  readonly #touched = new Set<string>();
  #turns: SealedTurn[] = [];
  #bytes = 0;

  constructor(core: VaultCore) {
    this.#core = core;
  }

  get length(): number {
    return this.#turns.length;
  }

  /** Whose conversation it is, if it was asked for since it last changed hands; undefined: look. */
  ownerOf(conversationId: string): string | null | undefined {
    return this.#places.get(conversationId)?.clientId;
  }

  /** The number of the next turn. The caller has seen that the conversation is there and whose it is. */
  nextSequence(conversationId: string, clientId: string | null): number {
    return this.#place(conversationId, clientId).nextSequence;
  }

  /** Queues a turn with the next number. */
  push(turn: SealedTurn): void {
    const { conversation_id: id, client_id: clientId, sequence, created_at: at } = turn.row;
    const place = this.#place(id, clientId);
    this.#turns.push(turn);
    this.#bytes += sealedBytes(turn);
    this.#touched.add(id);
    place.nextSequence = sequence + 1;
    place.turnCount += 1;
    if (at > place.updatedAt) place.updatedAt = at;
    if (this.#turns.length >= MOST_TURNS || this.#bytes >= MOST_BYTES) this.flush();
  }

  /** Writes what is queued, all of it or nothing. @throws what the store throws; then it is still queued. */
  flush(): void {
    const turns = this.#turns;
    if (turns.length === 0) return;
    this.#core.store.transaction((tx) => {
      for (const { row, chunks } of turns) {
        tx.insert('turns', row);
        for (const chunk of chunks) tx.insert('turn_chunks', chunk);
      }
      for (const id of this.#touched) {
        const place = this.#places.get(id);
        if (place === undefined) continue;
        tx.remove('conversation_activity', id);
        tx.insert('conversation_activity', {
          conversation_id: id,
          client_id: place.clientId,
          updated_at: place.updatedAt,
          next_sequence: place.nextSequence,
          turn_count: place.turnCount,
        });
      }
    });
    this.#turns = [];
    this.#bytes = 0;
    this.#touched.clear();
    if (this.#places.size > MOST_PLACES) this.#places.clear();
  }

  /** The conversation has changed in another way; what was queued of it is written. */
  forget(conversationId: string): void {
    this.#places.delete(conversationId);
  }

  /** The same for all of them. */
  forgetAll(): void {
    if (this.#turns.length === 0) this.#places.clear();
  }

  #place(conversationId: string, clientId: string | null): Place {
    const known = this.#places.get(conversationId);
    if (known !== undefined) return known;
    const { store, clock } = this.#core;
    const activity = store.get('conversation_activity', conversationId);
    // The counter is not covered: no number is given out twice, whatever it says.
    const [last] = store.walk('turnsOfConversation', {
      of: [conversationId],
      descending: true,
      limit: 1,
    });
    const place = {
      clientId,
      nextSequence: Math.max(1, activity?.next_sequence ?? 1, (last?.sequence ?? 0) + 1),
      turnCount: activity?.turn_count ?? 0,
      updatedAt: activity?.updated_at ?? clock.nowText(),
    };
    this.#places.set(conversationId, place);
    return place;
  }
}
