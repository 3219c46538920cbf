import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Older values of a secret. Going down loses them: they live on in the copy made before. */
export class SecretVersions1795161600000 implements MigrationInterface {
  readonly name = 'SecretVersions1795161600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE secret_versions (
  secret_id TEXT NOT NULL REFERENCES secrets_metadata (id),
  version INTEGER NOT NULL CHECK (version >= 1),
  encrypted_value BLOB NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (secret_id, version)
) STRICT`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE secret_versions');
  }
}
