import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open-store.ts';
import { USAGE_QUERIES } from '../../../src/store/usage-table.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('the queries over usage', () => {
  it('all walk along an index and sort nothing', async () => {
    const file = join(tempFolder(), 'vault.db');
    const store = openStore({ file, create: true });
    await store.migrateUp(() => undefined);
    await store.close();
    const db = new Sqlite(file);
    try {
      for (const sql of Object.values(USAGE_QUERIES)) {
        const values = (sql.match(/\?/g) ?? []).map(() => 1);
        const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as {
          detail: string;
        }[];
        const plan = steps.map(({ detail }) => detail).join('\n');
        expect(plan).toMatch(/^SEARCH usage_records USING (COVERING )?(INDEX|INTEGER)/);
        expect(plan).not.toMatch(/SCAN usage_records|TEMP B-TREE/);
      }
    } finally {
      db.close();
    }
  });
});
