import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * Conversations, turns and profiles are sealed by themselves and refer to nothing: they are not covered, and a planted
 * row that dangles would make foreign_key_check refuse every later step. A client_id that is null stands for the owner.
 */
const OBJECTS = [
  `CREATE TABLE conversations (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  client_id TEXT,
  encrypted_details BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  `CREATE INDEX conversations_client ON conversations (client_id, id)`,
  `CREATE TABLE conversation_activity (
  conversation_id TEXT NOT NULL PRIMARY KEY,
  client_id TEXT,
  updated_at TEXT NOT NULL,
  next_sequence INTEGER NOT NULL,
  turn_count INTEGER NOT NULL
) STRICT`,
  `CREATE INDEX conversation_activity_client ON conversation_activity (client_id, updated_at, conversation_id)`,
  `CREATE INDEX conversation_activity_updated ON conversation_activity (updated_at, conversation_id)`,
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
  `CREATE INDEX turns_conversation ON turns (conversation_id, sequence, id)`,
  `CREATE INDEX turns_session ON turns (session_id, created_at, sequence, id)`,
  `CREATE INDEX turns_client ON turns (client_id, created_at, sequence, id)`,
  `CREATE INDEX turns_created ON turns (created_at, sequence, id)`,
  `CREATE TABLE turn_chunks (
  turn_id TEXT NOT NULL,
  chunk INTEGER NOT NULL,
  encrypted_content BLOB NOT NULL,
  PRIMARY KEY (turn_id, chunk)
) STRICT`,
  `CREATE TABLE profiles (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  client_id TEXT,
  encrypted_sections BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  `CREATE INDEX profiles_client ON profiles (client_id, created_at, id)`,
  `CREATE TABLE profile_versions (
  profile_id TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  encrypted_sections BLOB NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (profile_id, version)
) STRICT`,
  `CREATE TABLE retentions (
  subject TEXT NOT NULL PRIMARY KEY,
  days INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  row_mac BLOB NOT NULL CHECK (length(row_mac) = 32)
) STRICT`,
];

/** Conversations, turns, profiles, and how long each client's are kept. Going down loses them: they live on in the copy made before. */
export class Conversations1795341600000 implements MigrationInterface {
  readonly name = 'Conversations1795341600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const object of OBJECTS) await runner.query(object);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE retentions');
    await runner.query('DROP TABLE profile_versions');
    await runner.query('DROP TABLE profiles');
    await runner.query('DROP TABLE turn_chunks');
    await runner.query('DROP TABLE turns');
    await runner.query('DROP TABLE conversation_activity');
    await runner.query('DROP TABLE conversations');
  }
}
