import type { VaultCore } from '../session/vault-core.ts';
import { putActivity } from './remove-turns.ts';
import { sealedBytes, type SealedTurn } from './turn-record.ts';

/** Where a conversation stands, with what is queued. */
interface Place {
  readonly clientId: string | null;
  nextSequence: number;
  turnCount: number;
  updatedAt: string;
}

/** With one of these reached the queue is written before anything joins it. */
const MOST_TURNS = 1024;
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Turns that are sealed and wait to be written together. It holds nothing plain and needs no key, so a lock writes it
 * when the keys are gone. Sequences are given out here: in memory, in the order of the calls.
 */
export class TurnQueue {
  readonly #core: VaultCore;
  /** Conversations that were asked for since the last flush. Whoever changes one in another way flushes first. */
  readonly #places = new Map<string, Place>();
  #turns: SealedTurn[] = [];
  #bytes = 0;

  constructor(core: VaultCore) {
    this.#core = core;
  }

  /** Whose conversation it is, if something waits to be written of it; undefined: look. */
  ownerOf(conversationId: string): string | null | undefined {
    return this.#places.get(conversationId)?.clientId;
  }

  /** The number of the next turn. The caller has seen that the conversation is there and whose it is. */
  nextSequence(conversationId: string, clientId: string | null): number {
    return this.#place(conversationId, clientId).nextSequence;
  }

  /** Queues a turn with the next number. @throws what `flush` throws, if too much waits; then it is not queued. */
  push(turn: SealedTurn): void {
    const { conversation_id: id, client_id: clientId, sequence, created_at: at } = turn.row;
    if (this.#turns.length >= MOST_TURNS || this.#bytes >= MOST_BYTES) this.flush();
    const place = this.#place(id, clientId);
    this.#turns.push(turn);
    this.#bytes += sealedBytes(turn);
    place.nextSequence = sequence + 1;
    place.turnCount += 1;
    if (at > place.updatedAt) place.updatedAt = at;
  }

  /** Writes what is queued, all of it or nothing. @throws what the store throws; then it is still queued. */
  flush(): void {
    const turns = this.#turns;
    if (turns.length > 0) this.#write(turns);
    this.#turns = [];
    this.#bytes = 0;
    this.#places.clear();
  }

  /** Drops what waits of a client that is gone. */
  drop(clientId: string): void {
    this.#turns = this.#turns.filter(({ row }) => row.client_id !== clientId);
    this.#bytes = this.#turns.reduce((sum, turn) => sum + sealedBytes(turn), 0);
    for (const [id, place] of this.#places) {
      if (place.clientId === clientId) this.#places.delete(id);
    }
  }

  #write(turns: readonly SealedTurn[]): void {
    this.#core.store.transaction((tx) => {
      for (const { row, chunks } of turns) {
        tx.insert('turns', row);
        for (const chunk of chunks) tx.insert('turn_chunks', chunk);
      }
      for (const [id, place] of this.#places) {
        putActivity(tx, {
          conversation_id: id,
          client_id: place.clientId,
          updated_at: place.updatedAt,
          next_sequence: place.nextSequence,
          turn_count: place.turnCount,
        });
      }
    });
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
