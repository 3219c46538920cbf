import type { ErrorCode } from '../../shared/errors.ts';
import type { ImportClient, ImportSession } from '../client-api.ts';

/** A conversation of an older store. Ids are that store's own; instants are UTC. */
export interface OldConversation {
  readonly sourceId: string;
  /** `sourceId` of a client; null: nobody's. */
  readonly client: string | null;
  readonly title: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

/** A turn or a message of an older store, in the order of its conversation. */
export interface OldTurn {
  readonly sourceId: string;
  readonly client: string | null;
  readonly session: string | null;
  readonly conversation: string | null;
  /** Its number in its session or conversation, from 1, without gaps. */
  readonly sequence: number;
  /** What was said, in order: question and answer of a turn, or the one text of a message. */
  readonly said: readonly { readonly role: string; readonly text: string }[];
  readonly model: string | null;
  /** JSON as it stands in the store. */
  readonly toolCalls: string | null;
  readonly metadata: string | null;
  readonly status: string | null;
  readonly latencyMs: number | null;
  readonly createdAt: string | null;
}

/** The tables of an older store that have rows. */
export type OldTable = 'client' | 'session' | 'conversation' | 'turn';

/** Something in the store that was not taken as it stood; it never holds what a row says but for its name. */
export interface OldProblem {
  readonly table: OldTable;
  /** Name or id of the row, empty where it has none. */
  readonly name: string;
  /** Line of the source, from 1. */
  readonly line?: number;
  readonly code: ErrorCode;
  /** One fixed English sentence. */
  readonly hint: string;
  /** The row is imported nevertheless; false: it is left out. */
  readonly kept: boolean;
}

/** What an older store of clients held. */
export interface OldStore {
  /** A word for the system that wrote it. */
  readonly source: 'sonia' | 'companion';
  readonly clients: readonly ImportClient[];
  readonly sessions: readonly ImportSession[];
  readonly conversations: readonly OldConversation[];
  readonly turns: readonly OldTurn[];
  readonly problems: readonly OldProblem[];
}

/** A row of a table as a source has it: column in lower case → cell. `line` is where a text file has it, from 1. */
export interface OldRow {
  readonly cells: ReadonlyMap<string, unknown>;
  readonly line?: number;
}
