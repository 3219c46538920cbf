import type { VaultApi } from '../core/api.ts';
import { createVault } from '../core/index.ts';
import type { VaultStore } from '../core/ports.ts';
import { VaultError } from '../shared/vault-error.ts';
import { openStore } from '../store/open-store.ts';
import { AuditFile } from './audit-file.ts';
import { systemClock } from './clock.ts';
import { vaultPaths } from './paths.ts';

const DEFAULT_BUSY_TIMEOUT_MS = 5000;
const RETRY_MS = 100;

/** A vault wired to the files of one data folder. */
export interface Runtime {
  readonly vault: VaultApi;
  readonly home: string;
  /** Loads what the first list needs ahead of it: a tenth of a second, best spent while nobody waits. Idempotent. */
  prepare(): Promise<void>;
  /** Locks, flushes and lets go of the file. */
  close(): Promise<void>;
}

export interface RuntimeOptions {
  readonly home: string;
  /** Make the folder and the file if they are missing. */
  readonly create: boolean;
  /** How long to wait for another owner of the file; default 5 s. The process goes on meanwhile. */
  readonly busyTimeoutMs?: number;
}

/**
 * Opens the data folder as its only owner; the one place where the parts are put together. A refusal holds nothing: it
 * may be tried again.
 * Throws `not_initialized` (and makes nothing) if there is no vault file and `create` is false; `vault_in_use`,
 * `db_corrupt`, `newer_format` as the store finds them.
 */
export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { home, create, busyTimeoutMs = DEFAULT_BUSY_TIMEOUT_MS } = options;
  const paths = vaultPaths(home);
  const store = await openPatiently(
    () => openStore({ file: paths.database, create, busyTimeoutMs: 0 }),
    busyTimeoutMs,
  );
  // Only the file's owner may touch the log, so the store comes first.
  const auditStorage = new AuditFile(paths.audit);
  auditStorage.prepare();
  const vault = createVault({ store, auditStorage, clock: systemClock });
  return { vault, home, prepare: () => store.prepare(), close: () => vault.close() };
}

/** SQLite's own waiting would stop the whole process, and with it a window. */
async function openPatiently(open: () => VaultStore, waitMs: number): Promise<VaultStore> {
  const deadline = systemClock.monotonicMs() + waitMs;
  for (;;) {
    try {
      return open();
    } catch (thrown) {
      const isTaken = thrown instanceof VaultError && thrown.code === 'vault_in_use';
      if (!isTaken || systemClock.monotonicMs() >= deadline) throw thrown;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
