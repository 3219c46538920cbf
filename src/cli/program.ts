import { Command, CommanderError } from 'commander';
import type { Act } from './act.ts';
import { CATALOGUE } from './catalogue.ts';
import type { Cleanups } from './cleanups.ts';
import type { Deps, Work } from './deps.ts';
import type { Doors } from './doors.ts';
import type { Io } from './io.ts';
import { Output } from './output.ts';
import { reportError } from './report-error.ts';
import { invalidInput, usageError } from './usage-error.ts';

/** What the whole command line runs with; tests give fakes. */
export interface Surroundings {
  readonly io: Io;
  readonly doors: Doors;
  readonly cleanups: Cleanups;
  readonly newCorrelationId: () => string;
  readonly programVersion: () => string;
}

interface GlobalOptions {
  readonly json?: true;
  readonly passwordFile?: string;
}

/** Runs one command line and returns its exit code. Everything that goes wrong has been reported by then. */
export async function runCommandLine(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { io } = surroundings;
  let exitCode = 0;
  const json = asksForJson(args);
  const versionText = (): string => {
    const version = surroundings.programVersion();
    return json ? JSON.stringify({ version }) : version;
  };
  const act: Act = async (command, work) => {
    exitCode = (await work(depsFor(command, surroundings))) ?? 0;
  };
  const help: string[] = [];
  const program = buildProgram(act, (text) => help.push(text), versionText);
  let reached = program;
  program.hook('preSubcommand', (_, command) => {
    reached = command;
    command.hook('preSubcommand', (__, word) => {
      reached = word;
    });
  });
  try {
    await program.parseAsync(asOption(args), { from: 'user' }).catch((thrown: unknown) => {
      unlessAnswer(thrown, reached);
    });
    refuseHelpOnNothing(args, reached);
    if (help.length > 0) await io.out(help.join(''));
    return exitCode;
  } catch (thrown) {
    return reportError(thrown, io, json);
  }
}

/** `help set` is `set --help`, which loads the command it is about. */
function asOption(args: readonly string[]): readonly string[] {
  const [first, ...rest] = args;
  return first === undefined || first === 'help' ? [...rest, '--help'] : args;
}

/** Commander ends help and version, which are no errors, with a throw as well. */
function unlessAnswer(thrown: unknown, reached: Command): void {
  if (!(thrown instanceof CommanderError)) throw thrown;
  if (thrown.exitCode !== 0) throw usageError(thrown, pathOf(reached).join(' '));
}

/** `help nope` would show the overview and call that a success. */
function refuseHelpOnNothing([first, ...rest]: readonly string[], reached: Command): void {
  if (first !== 'help') return;
  const words = rest.filter((word) => !word.startsWith('-'));
  const path = pathOf(reached);
  if (words.length >= path.length) {
    throw usageError(new CommanderError(1, 'commander.unknownCommand', ''), path.join(' '));
  }
}

/** The words that lead to a command, the program's own name first. */
function pathOf(command: Command): readonly string[] {
  return command.parent === null ? [command.name()] : [...pathOf(command.parent), command.name()];
}

/** Known before anything is parsed, so that a complaint about the arguments has the form that was asked for. */
function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).includes('--json');
}

function depsFor(command: Command, surroundings: Surroundings): Deps {
  const { json, passwordFile } = globalsOf(command);
  const { io, doors, cleanups, newCorrelationId, programVersion } = surroundings;
  if (passwordFile === '') throw invalidInput('--password-file needs a path.');
  return {
    io,
    doors,
    cleanups,
    output: new Output(io, json ?? false),
    passwordFile: passwordFile ?? null,
    describeProgram: describeAll,
    context: contextOf(newCorrelationId),
    newCorrelationId,
    programVersion,
  };
}

/** Its id is made when it is asked for: a command that asks a gateway has no use for one. */
function contextOf(newCorrelationId: () => string): Deps['context'] {
  let made: string | null = null;
  return {
    actor: 'cli',
    get correlationId() {
      return (made ??= newCorrelationId());
    },
  };
}

/** Global options may stand before the command or after it. */
function globalsOf(command: Command): GlobalOptions {
  const above = command.parent === null ? {} : globalsOf(command.parent);
  return { ...above, ...command.opts<GlobalOptions>() };
}

/** The commands with their summaries; the one that is called is loaded and configured on the way. */
export function buildProgram(
  act: Act,
  write: (text: string) => void,
  version: () => string,
): Command {
  const program = new Command('strongroom')
    .description('A vault on your own desktop for the keys of your bots and agents.')
    .option('-V, --version', 'print the version')
    .enablePositionalOptions()
    .commandsGroup('Help:')
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => undefined, getOutHasColors: () => false })
    .helpOption('-h, --help', 'show this')
    .helpCommand('help [command]', 'show what a command takes')
    .addHelpText('after', CLOSING);
  addGlobalOptions(program);
  program.on('option:version', () => {
    write(`${version()}\n`);
    throw new CommanderError(0, 'commander.version', '');
  });
  for (const { name, summary, group, hidden } of CATALOGUE) {
    program
      .command(name, { hidden: hidden ?? false })
      .description(summary)
      .helpGroup(group);
  }
  program.hook('preSubcommand', (_, command) => configure(command, act));
  return program;
}

const CLOSING = `
Data goes to stdout, talk to stderr. A password or a value is never an argument:
type it, or give a password with --password-file and a value on standard input.`;

async function configure(command: Command, act: Act): Promise<void> {
  const entry = CATALOGUE.find(({ name }) => name === command.name());
  if (entry === undefined) return;
  const commandModule = await entry.load();
  commandModule.configure(command, act);
  for (const each of [command, ...command.commands]) addGlobalOptions(each);
}

function addGlobalOptions(command: Command): void {
  command
    .option('--json', 'answer in JSON')
    .option('--password-file <path>', 'read the password from a file (or /dev/fd/N, - for stdin)');
}

/** The whole program with every command loaded, for those who describe it. */
export async function describeAll(): Promise<Command> {
  const doNothing = async (_command: Command, _work: Work): Promise<void> => Promise.resolve();
  const program = buildProgram(
    doNothing,
    () => undefined,
    () => '',
  );
  for (const command of program.commands) await configure(command, doNothing);
  return program;
}
