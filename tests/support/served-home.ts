import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cleanups } from '../../src/cli/cleanups.ts';
import { runCli, type Place, type Printed } from './in-process-cli.ts';
import { PASSWORD } from './vault-fixture.ts';

/** What `serve --json` says when it is ready. */
export interface Announced {
  readonly url: string | null;
  readonly urls: readonly string[];
  readonly socket: string;
  readonly state: string;
}

/** A vault that is served in this process, and commands beside it. */
export interface ServedHome {
  readonly home: string;
  readonly announced: Announced;
  /** What it said on stderr, a line each. */
  readonly said: readonly string[];
  readonly passwordFile: string;
  /** A command in a terminal of its own; without `terminal` there is none. */
  run(
    args: readonly string[],
    place?: Place & { readonly stdin?: string | Uint8Array },
  ): Promise<Printed>;
  /** The same with the password in a file. */
  open(
    args: readonly string[],
    place?: Place & { readonly stdin?: string | Uint8Array },
  ): Promise<Printed>;
  /** As a signal does it; the exit code. */
  stop(): Promise<number>;
}

/** Serves the vault of a data folder, unlocked unless the arguments say otherwise. */
export async function serveHome(home: string, args: readonly string[] = []): Promise<ServedHome> {
  const passwordFile = join(home, 'password-of-a-test');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  const cleanups = new Cleanups();
  const said: string[] = [];
  const ready = Promise.withResolvers<Announced>();
  const port = args.includes('--socket-only') || args.includes('--port') ? [] : ['--port', '0'];
  const serving = runCli(
    home,
    ['serve', '--json', ...port, ...args, '--password-file', passwordFile],
    '',
    {
      cleanups,
      onData: (text) => {
        ready.resolve(JSON.parse(text) as Announced);
      },
      onTalk: (line) => {
        said.push(line);
      },
    },
  );
  const announced = await Promise.race([
    ready.promise,
    serving.then(({ stderr }) => {
      throw new Error(`serve ended: ${stderr}`);
    }),
  ]);
  const run: ServedHome['run'] = (words, { stdin = '', ...place } = {}) =>
    runCli(home, words, stdin, place);
  return {
    home,
    announced,
    said,
    passwordFile,
    run,
    open: (words, place) => run([...words, '--password-file', passwordFile], place),
    stop: async () => {
      await cleanups.runAll();
      return (await serving).exit;
    },
  };
}
