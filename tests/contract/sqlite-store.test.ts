import { join } from 'node:path';
import { openStore } from '../../src/store/open-store.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { schemaContract } from './schema-contract.ts';
import { rowsContract } from './store-contract.ts';
import type { StorePlace } from './store-place.ts';
import { usageContract } from './usage-contract.ts';

function newPlace(): StorePlace {
  const file = join(tempFolder(), 'vault.db');
  return { open: () => openStore({ file, create: true, busyTimeoutMs: 0 }) };
}

rowsContract('SQLite store', newPlace);
schemaContract('SQLite store', newPlace);
usageContract('SQLite store', newPlace);
