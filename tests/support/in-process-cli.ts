import { Cleanups } from '../../src/cli/cleanups.ts';
import { findOwner } from '../../src/cli/find-owner.ts';
import type { Doors } from '../../src/cli/doors.ts';
import type { Io } from '../../src/cli/io.ts';
import { runCommandLine } from '../../src/cli/program.ts';
import { TicketFile } from '../../src/cli/ticket-file.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { ownerPaths } from '../../src/runtime/owner-paths.ts';
import { peekAudit } from '../../src/runtime/peek-audit.ts';
import { peekAttempts } from '../../src/runtime/peek-attempts.ts';
import { vaultPaths } from '../../src/runtime/paths.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { call, openVaultAt } from './vault-fixture.ts';

/** What one command printed, and its exit code. */
export interface Printed {
  readonly args: readonly string[];
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a command runs: nobody at a terminal unless said otherwise. */
export interface Place {
  /** The terminal session, 64 hex digits. */
  readonly terminal?: string | null;
  /** What somebody at that terminal types, unseen; taken from the front. */
  readonly typed?: string[];
  readonly cleanups?: Cleanups;
  /** Whether the output goes to a terminal; somebody sits at it. */
  readonly onScreen?: boolean;
  /** What that somebody answers to a question. */
  readonly answer?: boolean;
  /** Called with every line of data. */
  readonly onData?: (text: string) => void;
  readonly onTalk?: (line: string) => void;
}

/** The real command line on a real vault at the cheapest cost, in this process. */
export async function runCli(
  home: string,
  args: readonly string[],
  stdin: string | Uint8Array = '',
  place: Place = {},
): Promise<Printed> {
  const { terminal = null, typed = null, cleanups = new Cleanups(), onData, onTalk } = place;
  const { onScreen = false, answer = false } = place;
  const stdout: Uint8Array[] = [];
  const stderr: string[] = [];
  const nextTyped = (): Uint8Array => {
    const next = typed?.shift();
    if (next === undefined) throw new VaultError('invalid_input');
    return Uint8Array.from(Buffer.from(next));
  };
  const io: Io = {
    stdinIsTerminal: onScreen,
    stdoutIsTerminal: onScreen,
    boldAllowed: onScreen,
    canAsk: onScreen || typed !== null,
    out: async (data) => {
      stdout.push(Uint8Array.from(Buffer.from(data as string)));
      onData?.(Buffer.from(data as string).toString());
    },
    talk: (line) => {
      stderr.push(line);
      onTalk?.(line);
    },
    readHidden: async () => nextTyped(),
    readVisible: async () => nextTyped(),
    confirm: async () => answer,
    readStdin: async (maxBytes) => {
      const bytes = Uint8Array.from(Buffer.from(stdin as string));
      if (bytes.length > maxBytes) throw new VaultError('too_large');
      return bytes;
    },
    takeStreams: () => {
      throw new Error('nothing here speaks a protocol');
    },
    restoreTerminal: () => undefined,
  };
  const exit = await runCommandLine(args, {
    io,
    doors: doorsOf(home, terminal),
    cleanups,
    newCorrelationId: () => call().correlationId,
    programVersion: () => '0.0.0',
  });
  return { args, exit, stdout: Buffer.concat(stdout).toString(), stderr: stderr.join('\n') };
}

function doorsOf(home: string, terminal: string | null): Doors {
  const config = { home, shortFolder: tmpdir(), noColor: true };
  const paths = { ...vaultPaths(home), ...ownerPaths(config) };
  return {
    config,
    paths: () => paths,
    findOwner: async (context) => {
      const found = await findOwner(config, context);
      return found === null ? null : { ...found, tickets: new TicketFile(paths, terminal) };
    },
    serving: () => import('../../src/cli/serve-vault.ts'),
    peekAudit: async (query) => peekAudit(home, query),
    caller: () => ({ url: null, key: null, keyFile: null }),
    environment: () => ({}),
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
