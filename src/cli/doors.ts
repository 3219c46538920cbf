import { readConfig, type Config } from '../runtime/config.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Runtime, RuntimeOptions } from '../runtime/create-runtime.ts';
import type { PeekedAttempts } from '../runtime/peek-attempts.ts';
import { vaultPaths, type VaultPaths } from '../runtime/paths.ts';

/** What of the rest of the program a command may reach; what costs time to load is loaded when it is asked for. */
export interface Doors {
  readonly config: Config;
  paths(): VaultPaths;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
  openRuntime(options: RuntimeOptions): Promise<Runtime>;
  /** Failed unlocks of a vault that another process owns, or null. */
  peekAttempts(): Promise<PeekedAttempts | null>;
  generators(): Promise<Generators>;
  importers(): Promise<Importers>;
}

export type Generators = typeof import('../runtime/generators.ts');
export type Importers = typeof import('../runtime/importers.ts');
/** What a file of another program held. */
export type ParsedImport = Awaited<ReturnType<Importers['readPythonStore']>>;

/** The real ones. */
export function openDoors(): Doors {
  const config = readConfig();
  return {
    config,
    paths: () => vaultPaths(config.home),
    nowMs: () => systemClock.nowMs(),
    openRuntime: async (options) =>
      (await import('../runtime/create-runtime.ts')).openRuntime(options),
    peekAttempts: async () =>
      (await import('../runtime/peek-attempts.ts')).peekAttempts(config.home),
    generators: () => import('../runtime/generators.ts'),
    importers: () => import('../runtime/importers.ts'),
  };
}
