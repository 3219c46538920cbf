import { Cleanups } from '../../src/cli/cleanups.ts';
import type { Doors } from '../../src/cli/doors.ts';
import type { Io } from '../../src/cli/io.ts';
import { runCommandLine } from '../../src/cli/program.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { peekAttempts } from '../../src/runtime/peek-attempts.ts';
import { vaultPaths } from '../../src/runtime/paths.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
import { existsSync } from 'node:fs';
import { call, openVaultAt } from './vault-fixture.ts';

/** What one command printed, and its exit code. */
export interface Printed {
  readonly args: readonly string[];
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real command line on a real vault at the cheapest cost, in this process. */
export async function runCli(
  home: string,
  args: readonly string[],
  stdin: string | Uint8Array = '',
): Promise<Printed> {
  const stdout: Uint8Array[] = [];
  const stderr: string[] = [];
  const io: Io = {
    stdinIsTerminal: false,
    stdoutIsTerminal: false,
    boldAllowed: false,
    canAsk: false,
    out: async (data) => {
      stdout.push(Uint8Array.from(Buffer.from(data as string)));
    },
    talk: (line) => {
      stderr.push(line);
    },
    readHidden: async () => {
      throw new VaultError('invalid_input');
    },
    confirm: async () => false,
    readStdin: async (maxBytes) => {
      const bytes = Uint8Array.from(Buffer.from(stdin as string));
      if (bytes.length > maxBytes) throw new VaultError('too_large');
      return bytes;
    },
    restoreTerminal: () => undefined,
  };
  const exit = await runCommandLine(args, {
    io,
    doors: doorsOf(home),
    cleanups: new Cleanups(),
    newCorrelationId: () => call().correlationId,
    programVersion: () => '0.0.0',
  });
  return { args, exit, stdout: Buffer.concat(stdout).toString(), stderr: stderr.join('\n') };
}

function doorsOf(home: string): Doors {
  return {
    config: { home, noColor: true },
    paths: () => vaultPaths(home),
    nowMs: () => systemClock.nowMs(),
    openRuntime: async ({ create }) => {
      if (!create && !existsSync(vaultPaths(home).database)) {
        throw new VaultError('not_initialized');
      }
      const vault = openVaultAt(home, { create });
      return { vault, home, prepare: () => Promise.resolve(), close: () => vault.close() };
    },
    peekAttempts: () => Promise.resolve(peekAttempts(home)),
    generators: () => import('../../src/runtime/generators.ts'),
    importers: () => import('../../src/runtime/importers.ts'),
  };
}
