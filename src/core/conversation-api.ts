import type { Principal } from '../shared/access.ts';
import type {
  ConversationDocument,
  ConversationInput,
  ConversationView,
  KeptTurn,
  OWNER,
  Page,
  PageInput,
  Retention,
  SearchInput,
  SearchResult,
  SearchState,
  TurnInput,
  TurnRole,
  TurnStatus,
  TurnView,
} from '../shared/conversation.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { ProfileChange, ProfileMode, ProfileVersion, ProfileView } from '../shared/profile.ts';
import type { CallContext } from './call.ts';

/**
 * Who asks: the owner, who sees everything, or a client, which sees what is its own. What belongs to somebody else is
 * `not_found`, as if it did not exist; so is everything for a client that was removed.
 */
export type Party = typeof OWNER | Principal;

/** A turn for a conversation. */
export interface AppendInput extends TurnInput {
  readonly conversationId: string;
  readonly sessionId?: string | null;
  /** Nothing of it is kept. */
  readonly incognito?: boolean;
}

/** Which client's: its id, or `owner`. A client may leave it out or name itself; for the owner absent means all. */
export interface WhoseInput {
  readonly client?: string;
}

/** Limits of one call that takes over conversations of an older store; beyond them it is refused whole with `too_large`. */
export const CONVERSATION_IMPORT_LIMITS = {
  conversations: 10_000,
  turns: 200_000,
  /** Turns of one conversation, which are written together. */
  turnsOfOne: 100_000,
} as const;

/** A row of an older store in which something was said: a message, or a question and its answer. Instants are UTC. */
export interface ImportRow {
  readonly sourceId: string;
  /** `sourceId` of its session; one that is not here, or is another client's, is left out. */
  readonly session: string | null;
  /** In order. Each becomes a turn; all of them bear one correlation id. */
  readonly said: readonly {
    readonly role: TurnRole;
    readonly actor?: string;
    readonly text: string;
  }[];
  readonly model: string | null;
  /** A list in JSON, of what was said last, as are latency and status. */
  readonly toolCalls: string | null;
  readonly latencyMs: number | null;
  readonly status: TurnStatus;
  /** Of what was said first. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Null: that of the row before. */
  readonly createdAt: string | null;
}

/** A conversation of an older store. Instants are UTC; those that are null are taken from its rows. */
export interface ImportConversation {
  /** Its id in that store, from which its id here is made. */
  readonly sourceId: string;
  /** `sourceId` of its client; null: nobody's, so that it goes to the client `default`. */
  readonly client: string | null;
  readonly title: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  /** In order. */
  readonly rows: readonly ImportRow[];
}

/** What an import of conversations is to take over. */
export interface ImportConversationsInput {
  /** Which system it comes from, as in the import of its clients. */
  readonly source: string;
  readonly conversations: readonly ImportConversation[];
  /** For a dry run: clients (`sourceId`) that would be here. */
  readonly coming: readonly string[];
  readonly dryRun: boolean;
}

/** What became of a row: its id there, and why it was left out. */
export interface LeftOut {
  readonly sourceId: string;
  readonly outcome: 'clash' | 'refused';
  readonly code: ErrorCode;
  readonly hint?: string;
  /** How many turns it would have made. */
  readonly turns: number;
}

/** What became of a conversation. */
export interface ImportedConversation {
  readonly sourceId: string;
  /** Null if it was left out with all of its rows. */
  readonly id: string | null;
  readonly outcome: 'imported' | 'clash' | 'refused';
  readonly code?: ErrorCode;
  readonly hint?: string;
  /** Turns that came with it, or stayed out with it. */
  readonly turns: number;
  /** Rows that stayed out while the conversation came. */
  readonly leftOut: readonly LeftOut[];
}

/** The verbs over conversations and turns. */
export interface ConversationsApi {
  /** @throws VaultError `invalid_input`; `not_available` if nothing is kept for this client. */
  create(party: Party, input: ConversationInput, context: CallContext): Promise<ConversationView>;
  /** What was last spoken in comes first. */
  list(
    party: Party,
    input: Omit<PageInput, 'newestFirst'> & WhoseInput,
    context: CallContext,
  ): Promise<Page<ConversationView>>;
  get(
    party: Party,
    input: { readonly id: string },
    context: CallContext,
  ): Promise<ConversationView>;
  rename(
    party: Party,
    input: { readonly id: string; readonly title: string },
    context: CallContext,
  ): Promise<ConversationView>;
  /** Takes the turns away; id and title stay, and the sequence begins anew. Says how many turns there were. */
  reset(
    party: Party,
    input: { readonly id: string },
    context: CallContext,
  ): Promise<{ readonly turns: number }>;
  remove(
    party: Party,
    input: { readonly id: string },
    context: CallContext,
  ): Promise<{ readonly turns: number }>;
  /** Gives a conversation with its turns to a client or the owner. @throws `not_granted` unless the owner asks. */
  assign(
    party: Party,
    input: { readonly id: string; readonly client: string },
    context: CallContext,
  ): Promise<ConversationView>;
  /**
   * Keeps a turn: sealed when this returns, written by the next `flush`. Null: nothing is kept of it, because it is
   * incognito or the client's retention is off. @throws `over_quota`, `too_large`, `invalid_input`.
   */
  append(party: Party, input: AppendInput, context: CallContext): Promise<KeptTurn | null>;
  /** A conversation's turns in order. */
  turns(
    party: Party,
    input: PageInput & { readonly id: string },
    context: CallContext,
  ): Promise<Page<TurnView>>;
  /** A session's turns by time. */
  turnsOfSession(
    party: Party,
    input: PageInput & { readonly sessionId: string },
    context: CallContext,
  ): Promise<Page<TurnView>>;
  /** Turns across sessions by time. */
  turnsOfClient(
    party: Party,
    input: PageInput & WhoseInput,
    context: CallContext,
  ): Promise<Page<TurnView>>;
  /** UTF-8 of the Markdown or JSON form, which the caller wipes if it likes. Turns that do not open are left out. */
  export(
    party: Party,
    input: { readonly id: string; readonly format: 'md' | 'json' },
    context: CallContext,
  ): Promise<Uint8Array>;
  /**
   * Takes an exported conversation in, ids, dates and order kept. @throws `not_granted` unless the owner asks,
   * `name_taken` if the conversation is there already; a turn's id that is taken is replaced by a new one.
   */
  import(
    party: Party,
    input: { readonly document: ConversationDocument; readonly client: string },
    context: CallContext,
  ): Promise<{ readonly id: string; readonly turns: number }>;
  /**
   * Takes conversations of an older store over, after its clients: ids, titles, dates and order kept. Each comes with all
   * its rows or not at all; several share a transaction; one that is here already is not touched. The owner's.
   * @throws `invalid_input`, `too_large`, and what a full disk throws: conversations written before stay.
   */
  importAll(
    input: ImportConversationsInput,
    context: CallContext,
  ): Promise<readonly ImportedConversation[]>;
  /** Of a client, or `owner`. */
  retention(input: { readonly client: string }, context: CallContext): Promise<Retention>;
  /** Holds for what is there already, from the next `expire` on. */
  setRetention(
    input: { readonly client: string; readonly keep: Retention },
    context: CallContext,
  ): Promise<void>;
  /** Writes what is queued. The owner's process calls it twice a second; a lock does it too. @throws what a full disk throws; nothing is lost by that. */
  flush(): void;
  /** Removes the turns whose time is over and says how many. The owner's process calls it each minute. */
  expire(context: CallContext): Promise<number>;
}

/** What an agent has learned. */
export interface MemoryApi {
  /** Empties the preferences of the profile, and the turns of one conversation if it is named. */
  clear(
    party: Party,
    input: { readonly conversationId?: string; readonly client?: string },
    context: CallContext,
  ): Promise<{ readonly turns: number; readonly preferences: boolean }>;
}

/** The verbs over profiles. A client has its own and needs a grant. */
export interface ProfilesApi {
  /** @throws `not_granted`. */
  get(party: Party, input: WhoseInput, context: CallContext): Promise<ProfileView>;
  /** One section in a new version; the version before joins the history. */
  update(
    party: Party,
    input: WhoseInput & { readonly change: ProfileChange },
    context: CallContext,
  ): Promise<ProfileView>;
  /** Newest first. */
  history(
    party: Party,
    input: WhoseInput,
    context: CallContext,
  ): Promise<readonly ProfileVersion[]>;
  /** Markdown. */
  export(party: Party, input: WhoseInput, context: CallContext): Promise<string>;
  /** Lets a client read or write its own profile, or no longer. */
  allow(
    input: { readonly client: string; readonly mode: ProfileMode; readonly allowed: boolean },
    context: CallContext,
  ): Promise<void>;
}

/** Looking for words in turns. */
export interface SearchApi {
  /** @throws `invalid_input` for a query without a word. */
  search(party: Party, input: SearchInput, context: CallContext): Promise<SearchResult>;
  state(): SearchState;
  /** Builds the index if that has not begun, as `flush` and a search do. Resolves when it is complete, or the vault is locked. */
  ready(): Promise<void>;
}
