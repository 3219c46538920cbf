import { CONVERSATION_LIMITS } from '../../shared/conversation.ts';
import type { ImportSession } from '../client-api.ts';
import type { ImportConversation, ImportRow } from '../conversation-api.ts';
import type { OldConversation, OldProblem, OldStore, OldTurn } from './old-store.ts';
import { readOldTurn } from './old-turn.ts';
import { compareText } from './sonia.ts';

/** The conversations of an older store with what was said in them, and the sessions as they name them. */
export interface GatheredConversations {
  readonly sessions: readonly ImportSession[];
  readonly conversations: readonly ImportConversation[];
  /** Of conversations and turns; those of the store itself are not among them. */
  readonly problems: readonly OldProblem[];
}

interface Gathering {
  readonly key: string;
  readonly client: string | null;
  readonly head: OldConversation | null;
  readonly turns: OldTurn[];
}

/**
 * Puts turns and messages into conversations. A turn is whose it says, else its session's; its conversation is the one it
 * names, else its session's, else one made of its session. A conversation has one owner: what another one said under the
 * same id goes to a conversation of that one's own. Sessions follow each other as they began, turns by number, then time.
 */
export function gatherConversations(store: OldStore): GatheredConversations {
  const gatherer = new Gatherer(store);
  return gatherer.gather();
}

class Gatherer {
  readonly #store: OldStore;
  readonly #sessions: ReadonlyMap<string, ImportSession>;
  /** Whose an id of a conversation is: the first one's that names it. */
  readonly #claims = new Map<string, string | null>();
  readonly #found = new Map<string, Gathering>();
  readonly #problems: OldProblem[] = [];
  /** Sessions without a conversation, and the one that their turns went to. */
  readonly #made = new Map<string, string>();

  constructor(store: OldStore) {
    this.#store = store;
    this.#sessions = new Map(store.sessions.map((session) => [session.sourceId, session]));
  }

  gather(): GatheredConversations {
    const { conversations, sessions, turns } = this.#store;
    for (const head of conversations) {
      this.#claims.set(head.sourceId, head.client);
      this.#found.set(head.sourceId, { key: head.sourceId, client: head.client, head, turns: [] });
    }
    for (const { conversation, client } of sessions) {
      if (conversation !== null) this.#keyOf(conversation, client);
    }
    const seen = new Set<string>();
    for (const turn of turns) {
      if (seen.has(turn.sourceId)) this.#say(turn, 'The id comes a second time.', false);
      else this.#place(turn);
      seen.add(turn.sourceId);
    }
    return {
      sessions: sessions.map((session) => this.#settled(session)),
      conversations: [...this.#found.values()].map((found) => this.#conversation(found)),
      problems: this.#problems,
    };
  }

  #say({ sourceId: name }: OldTurn, hint: string, kept: boolean): void {
    this.#problems.push({ table: 'turn', name, code: 'invalid_input', hint, kept });
  }

  /** The id that a conversation of this id and owner has. In brackets, so that no UUID ends it. */
  #keyOf(conversation: string, client: string | null): string {
    if (!this.#claims.has(conversation)) this.#claims.set(conversation, client);
    const isOwn = this.#claims.get(conversation) === client;
    return isOwn ? conversation : JSON.stringify([conversation, client]);
  }

  #place(turn: OldTurn): void {
    const session = turn.session === null ? undefined : this.#sessions.get(turn.session);
    const client = turn.client ?? session?.client ?? null;
    const named = turn.conversation ?? session?.conversation ?? turn.session;
    const key = this.#keyOf(named ?? JSON.stringify(['turns', client]), client);
    if (session?.conversation === null && session.client === client) {
      this.#made.set(session.sourceId, key);
    }
    const found = this.#found.get(key) ?? { key, client, head: null, turns: [] };
    this.#found.set(key, found);
    found.turns.push(turn);
  }

  #settled(session: ImportSession): ImportSession {
    const { conversation, client, sourceId } = session;
    const key =
      conversation === null ? this.#made.get(sourceId) : this.#keyOf(conversation, client);
    return { ...session, conversation: key ?? null };
  }

  #conversation({ key, client, head, turns }: Gathering): ImportConversation {
    const title = head?.title ?? null;
    return {
      sourceId: key,
      client,
      title: title === null ? null : this.#titleOf(key, title),
      createdAt: head?.createdAt ?? null,
      updatedAt: head?.updatedAt ?? null,
      rows: inOrder(turns).map((turn) => this.#row(turn)),
    };
  }

  #row(turn: OldTurn): ImportRow {
    // A session that is not in the store is not named; whose it is, core sees for itself.
    const session = turn.session !== null && this.#sessions.has(turn.session) ? turn.session : null;
    return readOldTurn(turn, session, (hint) => {
      this.#say(turn, hint, true);
    });
  }

  /** One line of at most 256 characters, or null where nothing is left of it. */
  #titleOf(name: string, title: string): string | null {
    const line = title
      .toWellFormed()
      .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim();
    const short = line.slice(0, CONVERSATION_LIMITS.titleChars).toWellFormed().trim();
    if (short !== line) {
      const hint = 'Its title is longer than 256 characters and was cut.';
      this.#problems.push({
        ...{ table: 'conversation', name, code: 'invalid_input', hint, kept: true },
      });
    }
    return short === '' ? null : short;
  }
}

/** Stable: the turns of a session come in its order already. */
function inOrder(turns: readonly OldTurn[]): readonly OldTurn[] {
  const began = new Map<string | null, string>();
  for (const { session, createdAt } of turns) {
    const first = began.get(session);
    const at = createdAt ?? first ?? '';
    if (first === undefined || first === '' || (at !== '' && at < first)) began.set(session, at);
  }
  return turns.toSorted(
    (a, b) =>
      compareText(began.get(a.session) ?? '', began.get(b.session) ?? '') ||
      compareText(a.session ?? '', b.session ?? ''),
  );
}
