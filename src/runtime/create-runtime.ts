import type { VaultApi } from '../core/api.ts';
import { createVault } from '../core/index.ts';
import { openStore } from '../store/open-store.ts';
import { AuditFile } from './audit-file.ts';
import { systemClock } from './clock.ts';
import { vaultPaths } from './paths.ts';

/** A vault wired to the files of one data folder. */
export interface Runtime {
  readonly vault: VaultApi;
  readonly home: string;
  /** Locks, flushes and lets go of the file. */
  close(): Promise<void>;
}

export interface RuntimeOptions {
  readonly home: string;
  /** Make the folder and the file if they are missing. */
  readonly create: boolean;
  /** How long to wait for another owner of the file; default 5 s. */
  readonly busyTimeoutMs?: number;
}

/**
 * Opens the data folder as its only owner; the one place where the parts are put together.
 * Throws `not_initialized` (and makes nothing) if there is no vault file and `create` is false; `vault_in_use`,
 * `db_corrupt`, `newer_format` as the store finds them.
 */
export function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  return Promise.resolve().then(() => {
    const { home, create, busyTimeoutMs } = options;
    const paths = vaultPaths(home);
    const store = openStore({
      file: paths.database,
      create,
      ...(busyTimeoutMs === undefined ? {} : { busyTimeoutMs }),
    });
    // Only the file's owner may touch the log, so the store comes first.
    const auditStorage = new AuditFile(paths.audit);
    auditStorage.prepare();
    const vault = createVault({
      store,
      auditStorage,
      clock: systemClock,
    });
    return { vault, home, close: () => vault.close() };
  });
}
