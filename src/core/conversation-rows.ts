/** `conversations`: sealed by itself, not covered. `client_id` null: the owner's. */
export type ConversationRow = {
  readonly id: string;
  readonly version: number;
  readonly client_id: string | null;
  readonly encrypted_details: Uint8Array;
  readonly created_at: string;
  readonly updated_at: string;
};

/** `conversation_activity`: what moves with each turn. Only orders and counts, so it is not covered. */
export type ConversationActivityRow = {
  readonly conversation_id: string;
  readonly client_id: string | null;
  readonly updated_at: string;
  readonly next_sequence: number;
  readonly turn_count: number;
};

/** `turns`: what was said once in a conversation; sealed by itself, not covered. */
export type TurnRow = {
  readonly id: string;
  readonly version: number;
  readonly client_id: string | null;
  readonly conversation_id: string;
  readonly session_id: string | null;
  readonly sequence: number;
  readonly created_at: string;
  /** The only envelope of the content, or the first of its chunks. */
  readonly encrypted_content: Uint8Array;
};

/** `turn_chunks`: chunks of a long turn's content from the second (1) on. */
export type TurnChunkRow = {
  readonly turn_id: string;
  readonly chunk: number;
  readonly encrypted_content: Uint8Array;
};

/** `profiles`: what is known of the owner (`client_id` null) or a client; sealed by itself, not covered. */
export type ProfileRow = {
  readonly id: string;
  readonly version: number;
  readonly client_id: string | null;
  readonly encrypted_sections: Uint8Array;
  readonly created_at: string;
  readonly updated_at: string;
};

/** `profile_versions`: older states of a profile, the envelope moved as it was. */
export type ProfileVersionRow = {
  readonly profile_id: string;
  readonly version: number;
  readonly encrypted_sections: Uint8Array;
  readonly created_at: string;
};

/** `retentions`: for how many days turns are kept, of `owner` or a client; 0: none is. Without a row: for ever. Covered. */
export type RetentionRow = {
  readonly subject: string;
  readonly days: number;
  readonly updated_at: string;
  readonly row_mac: Uint8Array;
};
