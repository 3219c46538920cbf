import { join } from 'node:path';

/** Where things lie in a data folder. */
export interface VaultPaths {
  readonly home: string;
  readonly database: string;
  readonly audit: string;
}

/** The places of one data folder. */
export function vaultPaths(home: string): VaultPaths {
  return { home, database: join(home, 'vault.db'), audit: join(home, 'audit') };
}
