import { MemoryDisk } from '../support/memory-store.ts';
import { schemaContract } from './schema-contract.ts';
import { rowsContract } from './store-contract.ts';
import { usageContract } from './usage-contract.ts';

rowsContract('in-memory store', () => new MemoryDisk());
schemaContract('in-memory store', () => new MemoryDisk());
usageContract('in-memory store', () => new MemoryDisk());
