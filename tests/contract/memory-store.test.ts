import { MemoryDisk } from '../support/memory-store.ts';
import { schemaContract } from './schema-contract.ts';
import { rowsContract } from './store-contract.ts';

rowsContract('in-memory store', () => new MemoryDisk());
schemaContract('in-memory store', () => new MemoryDisk());
