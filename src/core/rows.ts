import type {
  ConversationActivityRow,
  ConversationRow,
  ProfileRow,
  ProfileVersionRow,
  RetentionRow,
  TurnChunkRow,
  TurnRow,
} from './conversation-rows.ts';

export type * from './conversation-rows.ts';

/** The rows of the vault's tables, with the column names of docs/format.md: a row is what is hashed, MACed and stored. */

/** One column's value. Numbers are safe integers; there is no REAL anywhere in a vault. */
export type Cell = string | number | Uint8Array | null;

/** A row as it lies in its table: column name → value. */
export type Row = Readonly<Record<string, Cell>>;

/** `auth_config`, the one row with id 1 (docs/format.md §2). */
export type AuthConfigRow = {
  readonly id: 1;
  readonly password_hash: string;
  readonly kdf_header: Uint8Array;
  readonly key_check: Uint8Array;
  readonly wrap_nonce: Uint8Array;
  readonly wrapped_vault_key: Uint8Array;
  readonly header_mac: Uint8Array;
  readonly created_at: string;
  readonly updated_at: string;
};

/** `key_slots`: another way to the vault key (recovery). Covered. */
export type KeySlotRow = {
  readonly id: string;
  readonly version: number;
  readonly type: number;
  readonly nonce: Uint8Array;
  readonly wrap: Uint8Array;
  readonly created_at: string;
  readonly row_mac: Uint8Array;
};

/** `vault_manifest`, the one row with id 1. */
export type ManifestRow = {
  readonly id: 1;
  readonly generation: number;
  readonly epoch: number;
  readonly digest: Uint8Array;
  readonly chain_id: Uint8Array;
  readonly anchor_seq: number;
  readonly anchor_mac: Uint8Array;
  readonly anchor_key: Uint8Array;
  readonly row_mac: Uint8Array;
};

/** `audit_chains`: the sealed first key of each audit chain. */
export type AuditChainRow = { readonly chain_id: Uint8Array; readonly seed: Uint8Array };

/** `secrets_metadata`. Covered. */
export type SecretRow = {
  readonly id: string;
  readonly key_name_index: Uint8Array;
  readonly kind: number;
  readonly version: number;
  readonly encrypted_metadata: Uint8Array;
  readonly encrypted_value: Uint8Array;
  readonly created_at: string;
  readonly updated_at: string;
};

/** What a list needs of a secret: everything but its value. */
export type SecretListRow = Omit<SecretRow, 'encrypted_value'>;

/** Which part of the list: at most `limit` rows behind the one with the id `after`; null: from the first. */
export interface SecretPage {
  readonly after: string | null;
  readonly limit: number;
}

/** `secret_versions`: older values, the envelope moved as it was. */
export type SecretVersionRow = {
  readonly secret_id: string;
  readonly version: number;
  readonly encrypted_value: Uint8Array;
  readonly created_at: string;
};

/** `settings`: readable while locked, so each row carries a MAC. Covered. `value` is JSON. */
export type SettingRow = {
  readonly name: string;
  readonly value: string;
  readonly updated_at: string;
  readonly row_mac: Uint8Array;
};

/** `clients`: whom the owner lets in. Covered. Indexes that are null stand for what the client does not have. */
export type ClientRow = {
  readonly id: string;
  readonly version: number;
  readonly name_index: Uint8Array;
  readonly external_id_index: Uint8Array | null;
  readonly email_index: Uint8Array | null;
  readonly encrypted_profile: Uint8Array;
  readonly plan: string;
  readonly status: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly row_mac: Uint8Array;
};

/** `client_activity`: when a client was last seen. Only counts, so it is not covered. */
export type ClientActivityRow = { readonly client_id: string; readonly last_seen_at: string };

/** `api_keys`: what is kept of a client's keys. Covered. */
export type ApiKeyRow = {
  readonly id: string;
  readonly version: number;
  readonly client_id: string;
  readonly key_hash: Uint8Array;
  readonly prefix: string;
  readonly encrypted_details: Uint8Array;
  readonly created_at: string;
  /** Null: the key was made to live until it is revoked. */
  readonly lifetime_seconds: number | null;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  /** Id of the key that took this one's place. */
  readonly replaced_by: string | null;
  readonly row_mac: Uint8Array;
};

/** `key_activity`: when a key was last used. Only counts, so it is not covered. */
export type KeyActivityRow = { readonly key_id: string; readonly last_used_at: string };

/** `grants`: which client may do what with which object. Covered. */
export type GrantRow = {
  readonly id: string;
  readonly version: number;
  readonly client_id: string;
  readonly object_kind: string;
  readonly object_id: string;
  readonly mode: string;
  /** `paper` or `live`; null for an object of neither. */
  readonly fence: string | null;
  readonly encrypted_rules: Uint8Array;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly row_mac: Uint8Array;
};

/** `pauses`: who is held, `*` or a client's id. Not covered, for it is written while locked as well. */
export type PauseRow = { readonly target: string; readonly paused_at: string };

/** `plans`: profiles of limits that the owner changed or made. Covered. Null: no limit. */
export type PlanRow = {
  readonly name: string;
  readonly per_minute: number | null;
  readonly per_hour: number | null;
  readonly per_day: number | null;
  readonly per_month: number | null;
  readonly items: number | null;
  readonly bytes: number | null;
  readonly updated_at: string;
  readonly row_mac: Uint8Array;
};

/** `session_tokens`: short credentials that a client got for a key. Covered. */
export type SessionTokenRow = {
  readonly id: string;
  readonly client_id: string;
  readonly key_id: string;
  readonly token_hash: Uint8Array;
  readonly created_at: string;
  readonly expires_at: string;
  readonly row_mac: Uint8Array;
};

/** `sessions`: a client's durable context; sealed by itself, not covered. */
export type SessionRow = {
  readonly id: string;
  readonly version: number;
  readonly client_id: string;
  readonly status: string;
  readonly encrypted_details: Uint8Array;
  readonly created_at: string;
  readonly updated_at: string;
};

/** `session_activity`: what moves while a session is used. Only counts, so it is not covered. */
export type SessionActivityRow = {
  readonly session_id: string;
  readonly client_id: string;
  readonly last_activity_at: string;
  readonly expires_at: string;
  readonly turn_count: number;
};

/** `quotas`: what a client has used of its plan, by the owner's calendar. Only counts, so it is not covered. */
export type QuotaRow = {
  readonly client_id: string;
  readonly day: string;
  readonly day_requests: number;
  readonly month: string;
  readonly month_requests: number;
  readonly items: number;
  readonly bytes: number;
  readonly updated_at: string;
};

/** `usage_records`: one answered request of a client; sealed by itself, not covered. `key_id` null: the key was removed. */
export type UsageRow = {
  readonly id: string;
  readonly client_id: string;
  readonly key_id: string | null;
  readonly route: string;
  readonly status: number;
  readonly day: string;
  readonly created_at: string;
  readonly encrypted_record: Uint8Array;
};

/** A row of `usage_records` by where it lies in the order of the days; what stands behind it is read next. */
export interface UsagePlace {
  readonly day: string;
  readonly route: string;
  /** Its number in the file; grows with every row. */
  readonly number: number;
}

/** Which part of the usage: days include both ends; at most `limit` rows behind the one at `after`; null: from the first. */
export interface UsageRange {
  /** Null: of every client. */
  readonly clientId: string | null;
  readonly fromDay: string;
  readonly toDay: string;
  readonly after: UsagePlace | null;
  readonly limit: number;
}

/** Some rows of the usage, and the place of the last of them; null: there are no more. */
export interface UsagePage {
  readonly rows: readonly UsageRow[];
  readonly last: UsagePlace | null;
}

/** Which rows of the usage go: all of a client, or those from before an instant. */
export type UsageToRemove =
  | { readonly clientId: string; readonly before?: never }
  | { readonly before: string; readonly clientId?: never };

/** Every table with its row and its primary key, in column order. */
export interface Tables {
  auth_config: { row: AuthConfigRow; key: readonly [id: 1] };
  key_slots: { row: KeySlotRow; key: readonly [id: string] };
  vault_manifest: { row: ManifestRow; key: readonly [id: 1] };
  audit_chains: { row: AuditChainRow; key: readonly [chainId: Uint8Array] };
  secrets_metadata: { row: SecretRow; key: readonly [id: string] };
  secret_versions: { row: SecretVersionRow; key: readonly [secretId: string, version: number] };
  settings: { row: SettingRow; key: readonly [name: string] };
  clients: { row: ClientRow; key: readonly [id: string] };
  client_activity: { row: ClientActivityRow; key: readonly [clientId: string] };
  api_keys: { row: ApiKeyRow; key: readonly [id: string] };
  key_activity: { row: KeyActivityRow; key: readonly [keyId: string] };
  grants: { row: GrantRow; key: readonly [id: string] };
  pauses: { row: PauseRow; key: readonly [target: string] };
  plans: { row: PlanRow; key: readonly [name: string] };
  session_tokens: { row: SessionTokenRow; key: readonly [id: string] };
  sessions: { row: SessionRow; key: readonly [id: string] };
  session_activity: { row: SessionActivityRow; key: readonly [sessionId: string] };
  quotas: { row: QuotaRow; key: readonly [clientId: string] };
  usage_records: { row: UsageRow; key: readonly [id: string] };
  conversations: { row: ConversationRow; key: readonly [id: string] };
  conversation_activity: {
    row: ConversationActivityRow;
    key: readonly [conversationId: string];
  };
  turns: { row: TurnRow; key: readonly [id: string] };
  turn_chunks: { row: TurnChunkRow; key: readonly [turnId: string, chunk: number] };
  profiles: { row: ProfileRow; key: readonly [id: string] };
  profile_versions: {
    row: ProfileVersionRow;
    key: readonly [profileId: string, version: number];
  };
  retentions: { row: RetentionRow; key: readonly [subject: string] };
}

/** Columns by which rows are looked up; the schema has an index that begins with each. */
export interface LookUps {
  clients: 'name_index' | 'external_id_index' | 'email_index' | 'plan';
  api_keys: 'key_hash' | 'client_id';
  grants: 'client_id' | 'object_id';
  session_tokens: 'token_hash' | 'client_id' | 'key_id';
  sessions: 'client_id' | 'status';
  usage_records: 'client_id' | 'key_id';
  conversations: 'client_id';
}

/** The name of a table. */
export type TableName = keyof Tables;

/** Tables whose rows each have a term in the manifest's digest. */
export const COVERED_TABLES = [
  'key_slots',
  'secrets_metadata',
  'settings',
  'clients',
  'api_keys',
  'grants',
  'plans',
  'session_tokens',
  'retentions',
] as const;
/** The name of a covered table. */
export type CoveredTable = (typeof COVERED_TABLES)[number];

/** One way through a table: rows with given values in `of`, in the order of `by`. */
interface Walk<T extends TableName> {
  readonly table: T;
  readonly of: readonly (keyof Tables[T]['row'] & string)[];
  readonly by: readonly (keyof Tables[T]['row'] & string)[];
}

function walk<T extends TableName>(table: T, of: Walk<T>['of'], by: Walk<T>['by']): Walk<T> {
  return { table, of, by };
}

/** Walks over tables that may be large. The schema has an index of each walk's `of` and `by`, one after the other. */
export const WALKS = {
  conversationsOfClient: walk(
    'conversation_activity',
    ['client_id'],
    ['updated_at', 'conversation_id'],
  ),
  conversationsByUpdate: walk('conversation_activity', [], ['updated_at', 'conversation_id']),
  conversationsById: walk('conversations', [], ['id']),
  turnsOfConversation: walk('turns', ['conversation_id'], ['sequence', 'id']),
  turnsOfSession: walk('turns', ['session_id'], ['created_at', 'sequence', 'id']),
  turnsOfClient: walk('turns', ['client_id'], ['created_at', 'sequence', 'id']),
  turnsByTime: walk('turns', [], ['created_at', 'sequence', 'id']),
  chunksOfTurn: walk('turn_chunks', ['turn_id'], ['chunk']),
  profilesOfClient: walk('profiles', ['client_id'], ['created_at', 'id']),
  versionsOfProfile: walk('profile_versions', ['profile_id'], ['version']),
} as const;
/** The name of a walk. */
export type WalkName = keyof typeof WALKS;
/** A row that a walk gives. */
export type WalkRow<W extends WalkName> = Tables[(typeof WALKS)[W]['table']]['row'];

/** Which part of a walk. */
export interface WalkPart {
  /** Values of the walk's `of`, null included. */
  readonly of: readonly Cell[];
  /** Only rows behind this place: values of the walk's `by`. Null or absent: from the beginning. */
  readonly after?: readonly Cell[] | null;
  /** From the end backwards; `after` is a place behind which rows are earlier then. */
  readonly descending?: boolean;
  readonly limit: number;
}
