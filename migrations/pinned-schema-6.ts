import type { SchemaObject } from './migration.ts';
import { automaticIndex, index, SCHEMA_5, table } from './pinned-schema.ts';

/** After step 6, conversations. */
export const SCHEMA_6: readonly SchemaObject[] = [
  ...SCHEMA_5,
  table(
    'conversations',
    `CREATE TABLE conversations (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  client_id TEXT,
  encrypted_details BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  ),
  automaticIndex('conversations', 1),
  index(
    'conversations_client',
    'CREATE INDEX conversations_client ON conversations (client_id, id)',
  ),
  table(
    'conversation_activity',
    `CREATE TABLE conversation_activity (
  conversation_id TEXT NOT NULL PRIMARY KEY,
  client_id TEXT,
  updated_at TEXT NOT NULL,
  next_sequence INTEGER NOT NULL,
  turn_count INTEGER NOT NULL
) STRICT`,
  ),
  automaticIndex('conversation_activity', 1),
  index(
    'conversation_activity_client',
    'CREATE INDEX conversation_activity_client ON conversation_activity (client_id, updated_at, conversation_id)',
  ),
  index(
    'conversation_activity_updated',
    'CREATE INDEX conversation_activity_updated ON conversation_activity (updated_at, conversation_id)',
  ),
  table(
    'turns',
    `CREATE TABLE turns (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  client_id TEXT,
  conversation_id TEXT NOT NULL,
  session_id TEXT,
  sequence INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  encrypted_content BLOB NOT NULL
) STRICT`,
  ),
  automaticIndex('turns', 1),
  index(
    'turns_conversation',
    'CREATE INDEX turns_conversation ON turns (conversation_id, sequence, id)',
  ),
  index(
    'turns_session',
    'CREATE INDEX turns_session ON turns (session_id, created_at, sequence, id)',
  ),
  index('turns_client', 'CREATE INDEX turns_client ON turns (client_id, created_at, sequence, id)'),
  index('turns_created', 'CREATE INDEX turns_created ON turns (created_at, sequence, id)'),
  table(
    'turn_chunks',
    `CREATE TABLE turn_chunks (
  turn_id TEXT NOT NULL,
  chunk INTEGER NOT NULL,
  encrypted_content BLOB NOT NULL,
  PRIMARY KEY (turn_id, chunk)
) STRICT`,
  ),
  automaticIndex('turn_chunks', 1),
  table(
    'profiles',
    `CREATE TABLE profiles (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  client_id TEXT,
  encrypted_sections BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  ),
  automaticIndex('profiles', 1),
  index('profiles_client', 'CREATE INDEX profiles_client ON profiles (client_id, created_at, id)'),
  table(
    'profile_versions',
    `CREATE TABLE profile_versions (
  profile_id TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  encrypted_sections BLOB NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (profile_id, version)
) STRICT`,
  ),
  automaticIndex('profile_versions', 1),
  table(
    'retentions',
    `CREATE TABLE retentions (
  subject TEXT NOT NULL PRIMARY KEY,
  days INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  row_mac BLOB NOT NULL CHECK (length(row_mac) = 32)
) STRICT`,
  ),
  automaticIndex('retentions', 1),
];
