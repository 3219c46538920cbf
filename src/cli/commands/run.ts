import type { Command } from 'commander';
import { VaultError } from '../../shared/vault-error.ts';
import type { Act } from '../act.ts';
import { runChild } from '../child-process.ts';
import { withoutCredentials } from '../credential-names.ts';
import type { Deps } from '../deps.ts';
import { withLent, type Lent } from '../lend.ts';
import { gather } from '../parse-input.ts';
import { LONGEST_RUN_SECONDS } from '../run-client.ts';
import { gatherVariables, parseVariable, type Variable } from '../run-variables.ts';
import { keyOf } from '../template.ts';
import { invalidInput } from '../usage-error.ts';

export interface RunInput {
  readonly command: readonly string[];
  readonly variables: readonly Variable[];
  readonly envFile: string | null;
  readonly keepEnv: boolean;
  readonly lifetimeSeconds: number;
}

interface RunOptions {
  readonly env?: readonly string[];
  readonly envFile?: string;
  readonly keepEnv?: true;
  readonly ttl?: string;
}

export function configure(command: Command, act: Act): void {
  command
    .usage('[options] -- <command> [argument...]')
    .argument('<command...>', 'the program and its arguments; no shell reads them')
    .option(
      '--env <name=reference>',
      'a variable for it, strongroom://NAME/FIELD; again for each',
      gather,
    )
    .option('--env-file <path>', 'lines NAME=strongroom://… or NAME=text')
    .option('--keep-env', 'hand on inherited variables that are named like credentials as well')
    .option('--ttl <time>', 'how long its key is good at most: 30m, 8h; 24h unless given')
    .passThroughOptions()
    .action((words: readonly string[], options: RunOptions) =>
      act(command, (deps) => run(parse(words, options), deps)),
    );
}

export function parse(
  command: readonly string[],
  { env = [], envFile, keepEnv, ttl }: RunOptions,
): RunInput {
  return {
    command,
    variables: env.map(parseVariable),
    envFile: envFile ?? null,
    keepEnv: keepEnv ?? false,
    lifetimeSeconds: ttl === undefined ? LONGEST_RUN_SECONDS : parseTtl(ttl),
  };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const SHORTEST_SECONDS = 60;

function parseTtl(text: string): number {
  const [, count, unit] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  const seconds = Number(count ?? 0) * (UNIT_SECONDS[unit ?? ''] ?? 0);
  if (seconds >= SHORTEST_SECONDS && seconds <= LONGEST_RUN_SECONDS) return seconds;
  throw invalidInput('--ttl is a time like 30m or 8h, from a minute to 24h.');
}

/** Runs the program with what was named in its environment, and ends as it ends. */
export async function run(input: RunInput, deps: Deps): Promise<number> {
  const inherited = inheritedBy(input.keepEnv, deps);
  const variables = await gatherVariables(input.variables, input.envFile, deps);
  const forgetLiterals = (): void => {
    for (const { literal } of variables) literal?.fill(0);
  };
  const { lifetimeSeconds } = input;
  const wanted = variables.flatMap((each) => (each.wanted === undefined ? [] : [each.wanted]));
  try {
    return await withLent({ wanted, lifetimeSeconds }, deps, async (lent) => {
      const environment = { ...inherited, ...lent.access, ...texts(variables, lent) };
      const started = (): void => {
        forgetLiterals();
        lent.wipe();
      };
      return start(input.command, environment, started, deps);
    });
  } finally {
    forgetLiterals();
  }
}

async function start(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  started: () => void,
  { output }: Deps,
): Promise<number> {
  const { exitCode, problem } = await runChild(command, environment, started);
  if (problem === 'not_found') {
    output.notice({ code: 'command_not_found', text: 'strongroom: There is no such program.' });
  } else if (problem === 'not_started') {
    output.notice({ code: 'command_not_started', text: 'strongroom: It could not be started.' });
  }
  return exitCode;
}

function inheritedBy(keepAll: boolean, { doors, output }: Deps): Readonly<Record<string, string>> {
  const variables = doors.environment();
  if (keepAll) return variables;
  const { kept, dropped } = withoutCredentials(variables);
  if (dropped.length > 0) {
    output.notice({
      code: 'variables_dropped',
      text: `Not handed on, for they are named like credentials: ${dropped.join(', ')}. --keep-env hands them on.`,
      details: { names: dropped },
    });
  }
  return kept;
}

/** An environment is made of text; these copies are gone with the process that asked for them. */
function texts(variables: readonly Variable[], lent: Lent): Readonly<Record<string, string>> {
  return Object.fromEntries(
    variables.map(({ variable, literal, wanted }) => {
      const bytes = literal ?? lent.values.get(keyOf(wanted));
      if (bytes === undefined) throw new VaultError('internal');
      return [variable, textOf(bytes)];
    }),
  );
}

function textOf(bytes: Uint8Array): string {
  if (bytes.includes(0)) throw invalidInput('A variable cannot hold a NUL byte.');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new VaultError('value_not_text');
  }
}
