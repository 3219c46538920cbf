/** Who speaks in a turn. A turn of `user` is a prompt; every other one answers it. */
export const TURN_ROLES = ['user', 'assistant', 'tool', 'system'] as const;
/** One of them. */
export type TurnRole = (typeof TURN_ROLES)[number];

/** Whether what was said came to its end, ended in an error, or was broken off. */
export const TURN_STATUSES = ['complete', 'failed', 'aborted'] as const;
/** One of them. */
export type TurnStatus = (typeof TURN_STATUSES)[number];

/** The title of a conversation that was given none. */
export const NEW_CHAT = 'New chat';

/** Limits on conversations and turns; what is beyond them is refused and nothing written. */
export const CONVERSATION_LIMITS = {
  titleChars: 256,
  /** Actor, agent, model. */
  wordChars: 256,
  contentBytes: 16 * 1024 * 1024,
  toolCallsBytes: 4 * 1024 * 1024,
  /** Lists and objects within each other, the list of the calls counted: what the owner's socket carries. */
  toolCallsDepth: 32,
  metadataEntries: 32,
  metadataValueChars: 1024,
  pageSize: 50,
  longestPage: 500,
  latencyMs: 86_400_000,
} as const;

/** Whose conversations: the owner's own. Everybody else is named by a client's id. */
export const OWNER = 'owner';

/** A conversation as it is shown. Instants are UTC. */
export interface ConversationView {
  /** `con_<uuid>` */
  readonly id: string;
  /** Null: the owner's. */
  readonly clientId: string | null;
  readonly title: string;
  readonly agent: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly turnCount: number;
  readonly createdAt: string;
  /** When something was last said in it, or its title changed. */
  readonly updatedAt: string;
}

/** A new conversation. */
export interface ConversationInput {
  readonly title?: string;
  readonly agent?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What is said once. */
export interface TurnInput {
  readonly role: TurnRole;
  /** Who speaks, by name. Null: the role, or the name of the profile, says it. */
  readonly actor?: string | null;
  readonly agent?: string | null;
  readonly content: string;
  readonly model?: string | null;
  /** JSON, as the model gave it. */
  readonly toolCalls?: readonly unknown[];
  readonly latencyMs?: number | null;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Default `complete`. */
  readonly status?: TurnStatus;
}

/** A turn as it is shown. Instants are UTC. */
export interface TurnView extends Required<TurnInput> {
  /** `trn_<uuid>` */
  readonly id: string;
  readonly conversationId: string;
  /** `ses_<uuid>` */
  readonly sessionId: string | null;
  /** Null: the owner's. */
  readonly clientId: string | null;
  /** From 1 on in each conversation; begins anew after a reset. */
  readonly sequence: number;
  /** Of the call that brought it: the same in the usage and in the audit log. */
  readonly correlationId: string;
  readonly createdAt: string;
}

/** A turn that is kept. */
export interface KeptTurn {
  readonly id: string;
  readonly sequence: number;
  readonly createdAt: string;
}

/** Part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** What to ask for the next part with; null: this is the last one. */
  readonly next: string | null;
  /** Ids of rows that do not open; they hide none of the others. */
  readonly damaged: readonly string[];
}

/** Which part of a list. */
export interface PageInput {
  readonly cursor?: string | null;
  /** Default 50, at most 500. A page of long turns is shorter; `next` says whether more follows. */
  readonly limit?: number;
  readonly newestFirst?: boolean;
}

/** For how long turns are kept: a number of days, `off` keeps none, `forever` is the default. */
export type Retention = number | 'off' | 'forever';

/** The longest retention in days: a hundred years. */
export const RETENTION_DAYS_MAX = 36_525;

/** A conversation with its turns, as it is exported and imported. */
export interface ConversationDocument {
  readonly format: 'strongroom/conversation';
  readonly version: 1;
  readonly conversation: Omit<ConversationView, 'clientId' | 'turnCount'>;
  readonly turns: readonly Omit<TurnView, 'clientId' | 'conversationId'>[];
}

/** Words and "phrases" that are looked for; all must be there unless `match` is `any`. */
export interface SearchInput {
  readonly query: string;
  readonly scope: 'current' | 'all';
  /** For the scope `current`. */
  readonly conversationId?: string;
  readonly match?: 'all' | 'any';
  /** A client's id, or `owner`; taken from the owner only. */
  readonly client?: string;
  readonly model?: string;
  /** UTC instants; the first is included, the second is not. */
  readonly from?: string;
  readonly to?: string;
  /** Default 20, at most 100. */
  readonly limit?: number;
}

/** A turn that was found. */
export interface SearchHit {
  readonly turnId: string;
  readonly conversationId: string;
  readonly clientId: string | null;
  readonly title: string;
  readonly sequence: number;
  readonly role: TurnRole;
  readonly model: string | null;
  readonly createdAt: string;
  /** Text around the first match. */
  readonly snippet: string;
  /** Where the matches are in the snippet: beginning and end, in UTF-16 units. */
  readonly matches: readonly (readonly [start: number, end: number])[];
}

/** What a search found: prompts above answers, the newest first. */
export interface SearchResult {
  readonly hits: readonly SearchHit[];
  /** How many turns match. */
  readonly total: number;
  /** False: the index is still being built, there may be more. */
  readonly complete: boolean;
}

/** How far the index is. */
export interface SearchState {
  readonly ready: boolean;
  readonly turns: number;
  /** Memory that it takes. */
  readonly bytes: number;
}

/** Limits on a search. */
export const SEARCH_LIMITS = {
  queryChars: 1000,
  units: 32,
  hits: 20,
  mostHits: 100,
  snippetChars: 240,
} as const;
