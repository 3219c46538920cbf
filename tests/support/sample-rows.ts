import type {
  ApiKeyRow,
  AuditChainRow,
  AuthConfigRow,
  ClientRow,
  ConversationActivityRow,
  ConversationRow,
  GrantRow,
  KeySlotRow,
  ManifestRow,
  ProfileRow,
  ProfileVersionRow,
  RetentionRow,
  SecretListRow,
  SecretRow,
  SecretVersionRow,
  SettingRow,
  TurnChunkRow,
  TurnRow,
} from '../../src/core/rows.ts';

const TIME = '2026-11-20T07:00:00.000Z';

/** `length` bytes, each `byte`. */
export function filled(length: number, byte: number): Uint8Array {
  return new Uint8Array(length).fill(byte);
}

/** A lower-case UUID that ends in `number`. */
export function sampleId(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** Rows that fit their tables; nothing in them is sealed. */
export const sampleRows = {
  authConfig: (): AuthConfigRow => ({
    id: 1,
    password_hash: '$argon2id$sample',
    kdf_header: filled(96, 1),
    key_check: filled(32, 2),
    wrap_nonce: filled(12, 3),
    wrapped_vault_key: filled(48, 4),
    header_mac: filled(32, 5),
    created_at: TIME,
    updated_at: TIME,
  }),
  keySlot: (number = 1): KeySlotRow => ({
    id: sampleId(number),
    version: 1,
    type: 2,
    nonce: filled(12, 6),
    wrap: filled(48, 7),
    created_at: TIME,
    row_mac: filled(32, 8),
  }),
  manifest: (): ManifestRow => ({
    id: 1,
    generation: 1,
    epoch: 1,
    digest: filled(32, 0),
    chain_id: filled(16, 9),
    anchor_seq: 0,
    anchor_mac: filled(32, 10),
    anchor_key: filled(96, 11),
    row_mac: filled(32, 12),
  }),
  auditChain: (byte = 9): AuditChainRow => ({ chain_id: filled(16, byte), seed: filled(96, 13) }),
  secret: (number = 1): SecretRow => {
    const index = new Uint8Array(16);
    new DataView(index.buffer).setUint32(12, number);
    return {
      id: sampleId(number),
      key_name_index: index,
      kind: 3,
      version: 1,
      encrypted_metadata: filled(288, number % 251),
      encrypted_value: filled(544, (number + 1) % 251),
      created_at: TIME,
      updated_at: TIME,
    };
  },
  /** The same secret as a list shows it. */
  listedSecret: (number = 1): SecretListRow => {
    const { encrypted_value: _value, ...listed } = sampleRows.secret(number);
    return listed;
  },
  secretVersion: (number = 1, version = 1): SecretVersionRow => ({
    secret_id: sampleId(number),
    version,
    encrypted_value: filled(544, version),
    created_at: TIME,
  }),
  setting: (name = 'auto_lock_minutes'): SettingRow => ({
    name,
    value: '10',
    updated_at: TIME,
    row_mac: filled(32, 14),
  }),
  client: (number = 1): ClientRow => ({
    id: `cli_${sampleId(number)}`,
    version: 1,
    name_index: filled(16, number),
    external_id_index: null,
    email_index: null,
    encrypted_profile: filled(96, 15),
    plan: 'free',
    status: 'active',
    created_at: TIME,
    updated_at: TIME,
    row_mac: filled(32, 16),
  }),
  apiKey: (number = 1, client = 1): ApiKeyRow => ({
    id: `key_${sampleId(number)}`,
    version: 1,
    client_id: `cli_${sampleId(client)}`,
    key_hash: filled(32, number),
    prefix: 'sr_live_abcd',
    encrypted_details: filled(96, 17),
    created_at: TIME,
    lifetime_seconds: 7_776_000,
    expires_at: TIME,
    revoked_at: null,
    replaced_by: null,
    row_mac: filled(32, 18),
  }),
  grant: (number = 1, client = 1, secret = 1): GrantRow => ({
    id: `grt_${sampleId(number)}`,
    version: 1,
    client_id: `cli_${sampleId(client)}`,
    object_kind: 'secret',
    object_id: sampleId(secret),
    mode: 'read',
    fence: 'paper',
    encrypted_rules: filled(96, 19),
    created_at: TIME,
    expires_at: null,
    row_mac: filled(32, 20),
  }),
  conversation: (number = 1, client: number | null = 1): ConversationRow => ({
    id: `con_${sampleId(number)}`,
    version: 1,
    client_id: client === null ? null : `cli_${sampleId(client)}`,
    encrypted_details: filled(96, 21),
    created_at: TIME,
    updated_at: TIME,
  }),
  conversationActivity: (number = 1, client: number | null = 1): ConversationActivityRow => ({
    conversation_id: `con_${sampleId(number)}`,
    client_id: client === null ? null : `cli_${sampleId(client)}`,
    updated_at: TIME,
    next_sequence: 2,
    turn_count: 1,
  }),
  turn: (number = 1, conversation = 1, client: number | null = 1): TurnRow => ({
    id: `trn_${sampleId(number)}`,
    version: 1,
    client_id: client === null ? null : `cli_${sampleId(client)}`,
    conversation_id: `con_${sampleId(conversation)}`,
    session_id: `ses_${sampleId(1)}`,
    sequence: number,
    created_at: TIME,
    encrypted_content: filled(96, 22),
  }),
  turnChunk: (number = 1, chunk = 1): TurnChunkRow => ({
    turn_id: `trn_${sampleId(number)}`,
    chunk,
    encrypted_content: filled(96, 23),
  }),
  profile: (number = 1, client: number | null = 1): ProfileRow => ({
    id: `prf_${sampleId(number)}`,
    version: 1,
    client_id: client === null ? null : `cli_${sampleId(client)}`,
    encrypted_sections: filled(96, 24),
    created_at: TIME,
    updated_at: TIME,
  }),
  profileVersion: (number = 1, version = 1): ProfileVersionRow => ({
    profile_id: `prf_${sampleId(number)}`,
    version,
    encrypted_sections: filled(96, 25),
    created_at: TIME,
  }),
  retention: (subject = 'owner'): RetentionRow => ({
    subject,
    days: 30,
    updated_at: TIME,
    row_mac: filled(32, 26),
  }),
};
