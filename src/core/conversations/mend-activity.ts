import { nextTurn } from '../next-turn.ts';
import type { Archive } from './archive.ts';
import { openConversation } from './conversation-record.ts';
import { countTurns, putActivity } from './remove-turns.ts';

const SLICE = 64;

/**
 * Makes the activity of conversations anew that have none: it is not sealed, and without it a conversation stands in no
 * list. Costs two counts if nothing is missing. Returns how many were made.
 */
export async function mendActivity({ core, queue }: Archive): Promise<number> {
  const { store } = core;
  if (store.count('conversations') <= store.count('conversation_activity')) return 0;
  let made = 0;
  let after: readonly string[] | null = null;
  for (;;) {
    const { session } = core;
    if (session === null || session.tampered) return made;
    queue.flush();
    const rows: ReturnType<typeof store.walk<'conversationsById'>> = store.walk(
      'conversationsById',
      { of: [], after, limit: SLICE },
    );
    const lost = rows.filter(({ id }) => store.get('conversation_activity', id) === null);
    store.transaction((tx) => {
      for (const row of lost) {
        if (openConversation(session.keys, row) === null) continue;
        const { turns, lastSequence } = countTurns(tx, row.id);
        putActivity(tx, {
          conversation_id: row.id,
          client_id: row.client_id,
          updated_at: row.updated_at,
          next_sequence: lastSequence + 1,
          turn_count: turns,
        });
        made += 1;
      }
    });
    const last = rows.at(-1);
    if (last === undefined || rows.length < SLICE) return made;
    after = [last.id];
    await nextTurn();
  }
}
