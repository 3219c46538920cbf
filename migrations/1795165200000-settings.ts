import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Settings of the owner. Going down loses them: they live on in the copy made before. */
export class Settings1795165200000 implements MigrationInterface {
  readonly name = 'Settings1795165200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  row_mac BLOB NOT NULL CHECK (length(row_mac) = 32)
) STRICT`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE settings');
  }
}
