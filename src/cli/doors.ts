import type { AuditQuery, CallContext } from '../core/call.ts';
import {
  copyEnvironment,
  readCaller,
  readConfig,
  type CallerVariables,
  type Config,
} from '../runtime/config.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Runtime, RuntimeOptions } from '../runtime/create-runtime.ts';
import type { PeekedAttempts } from '../runtime/peek-attempts.ts';
import type { AuditEntry } from '../shared/model.ts';
import type { FoundOwner } from './find-owner.ts';
import { ownerPaths, type OwnerPaths } from '../runtime/owner-paths.ts';
import { vaultPaths, type VaultPaths } from '../runtime/paths.ts';

/** What of the rest of the program a command may reach; what costs time to load is loaded when it is asked for. */
export interface Doors {
  readonly config: Config;
  paths(): VaultPaths & OwnerPaths;
  /** What a program that asks the gateway was given; the key is the caller's to wipe. */
  caller(): CallerVariables;
  /** A copy of the environment, for a child. */
  environment(): Readonly<Record<string, string>>;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
  openRuntime(options: RuntimeOptions): Promise<Runtime>;
  /** Failed unlocks of a vault that another process owns, or null. */
  peekAttempts(): Promise<PeekedAttempts | null>;
  /** The log of such a vault. */
  peekAudit(query: AuditQuery): Promise<readonly AuditEntry[]>;
  /** The process that owns the vault and serves its owner, null if there is none. @throws `vault_unreachable`. */
  findOwner(context: CallContext): Promise<FoundOwner | null>;
  /** What the process that owns the vault does and shows. */
  serving(): Promise<Serving>;
  generators(): Promise<Generators>;
  importers(): Promise<Importers>;
}

export type Serving = typeof import('./serve-vault.ts');
export type Generators = typeof import('../runtime/generators.ts');
export type Importers = typeof import('../runtime/importers.ts');
/** What a file of another program held. */
export type ParsedImport = Awaited<ReturnType<Importers['readPythonStore']>>;
/** What an older system's store of clients held. */
export type OldStore = ReturnType<Importers['readSonia']>;
/** Its sessions and conversations, as they are taken over. */
export type GatheredConversations = ReturnType<Importers['gatherConversations']>;

/** The real ones. */
export function openDoors(): Doors {
  const config = readConfig();
  return {
    config,
    caller: () => readCaller(),
    environment: () => copyEnvironment(),
    paths: () => ({ ...vaultPaths(config.home), ...ownerPaths(config) }),
    nowMs: () => systemClock.nowMs(),
    openRuntime: async (options) =>
      (await import('../runtime/create-runtime.ts')).openRuntime(options),
    peekAttempts: async () =>
      (await import('../runtime/peek-attempts.ts')).peekAttempts(config.home),
    peekAudit: async (query) =>
      (await import('../runtime/peek-audit.ts')).peekAudit(config.home, query),
    findOwner: async (context) => (await import('./find-owner.ts')).findOwner(config, context),
    serving: () => import('./serve-vault.ts'),
    generators: () => import('../runtime/generators.ts'),
    importers: () => import('../runtime/importers.ts'),
  };
}
