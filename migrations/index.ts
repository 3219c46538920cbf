import { Baseline1795158000000 } from './1795158000000-baseline.ts';
import { SecretVersions1795161600000 } from './1795161600000-secret-versions.ts';
import { Settings1795165200000 } from './1795165200000-settings.ts';
import { Clients1795168800000 } from './1795168800000-clients.ts';
import { Access1795255200000 } from './1795255200000-access.ts';
import { Conversations1795341600000 } from './1795341600000-conversations.ts';
import type { VaultMigration } from './migration.ts';
import { SCHEMA_1, SCHEMA_2, SCHEMA_3, SCHEMA_4, SCHEMA_5 } from './pinned-schema.ts';
import { SCHEMA_6 } from './pinned-schema-6.ts';

/** Every step in order. New ones are appended; what has landed is never edited, moved or removed. */
export const MIGRATIONS: readonly VaultMigration[] = [
  { number: 1, migration: Baseline1795158000000, schema: SCHEMA_1 },
  { number: 2, migration: SecretVersions1795161600000, schema: SCHEMA_2 },
  { number: 3, migration: Settings1795165200000, schema: SCHEMA_3 },
  { number: 4, migration: Clients1795168800000, schema: SCHEMA_4 },
  { number: 5, migration: Access1795255200000, schema: SCHEMA_5 },
  { number: 6, migration: Conversations1795341600000, schema: SCHEMA_6 },
];
