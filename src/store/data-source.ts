import type { Database } from 'better-sqlite3';
import type {
  DataSource,
  EntitySchemaOptions,
  Logger,
  MigrationInterface,
  QueryRunner,
} from 'typeorm';
import type { VaultMigration } from '../../migrations/migration.ts';
import { ENTITIES } from './entities.ts';

type Step = new () => MigrationInterface;

/** TypeORM prints failed migrations whatever `logging` says, and query logs carry bound parameters. */
const SILENT: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

/** A step that calls `afterStep` with the schema's new number as the last thing inside its transaction. */
function sealedStep(step: VaultMigration, afterStep: (version: number) => void): Step {
  const inner = new step.migration();
  return class implements MigrationInterface {
    readonly name = inner.name;

    async up(runner: QueryRunner): Promise<void> {
      await inner.up(runner);
      afterStep(step.number);
    }

    async down(runner: QueryRunner): Promise<void> {
      await inner.down(runner);
      afterStep(step.number - 1);
    }
  };
}

/**
 * TypeORM over a connection that is open already; destroying the DataSource closes it. Loading TypeORM is slow, so
 * it happens here and nowhere else.
 */
export async function openDataSource(
  db: Database,
  migrations: readonly VaultMigration[],
  afterStep: (version: number) => void,
): Promise<DataSource> {
  const typeorm = await import('typeorm');
  const dataSource = new typeorm.DataSource({
    type: 'better-sqlite3',
    // Not the real path: with one, TypeORM would make folders. `driver` is called with `new`.
    database: ':memory:',
    driver: function openConnection() {
      return db;
    },
    entities: Object.values(ENTITIES).map(
      (entity) => new typeorm.EntitySchema(entity as unknown as EntitySchemaOptions<object>),
    ),
    migrations: migrations.map((step) => sealedStep(step, afterStep)),
    migrationsTransactionMode: 'each',
    migrationsRun: false,
    synchronize: false,
    dropSchema: false,
    cache: false,
    logging: false,
    logger: SILENT,
  });
  return dataSource.initialize();
}
