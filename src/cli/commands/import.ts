import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { ImportOutcome } from '../../core/api.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { AuthenticationError, VaultError } from '../../shared/vault-error.ts';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import type { ParsedImport } from '../doors.ts';
import { importOldStore, isOldStore, OLD_STORES } from '../import-old-store.ts';
import { readSource } from '../read-bytes.ts';
import { readPassword, refuseSharedInput } from '../read-password.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault } from '../with-vault.ts';

const SECRET_FORMATS = ['dotenv', 'json', 'python-store'] as const;
export const FORMATS = [...SECRET_FORMATS, ...OLD_STORES] as const;
type SecretFormat = (typeof SECRET_FORMATS)[number];
type Format = (typeof FORMATS)[number];

const FILE_BYTES = 16 * 1024 * 1024;

export interface ImportInput {
  readonly file: string;
  readonly format: Format;
  readonly dryRun: boolean;
  readonly sourcePasswordFile: string | null;
}

interface ImportOptions {
  readonly from: string;
  readonly dryRun?: true;
  readonly sourcePasswordFile?: string;
}

export function configure(command: Command, act: Act): void {
  command
    .argument('<file>', 'the file of the other program (a companion dump in CSV: its folder)')
    .requiredOption('--from <format>', FORMATS.join(', '))
    .option('--dry-run', 'say what would be imported; write nothing')
    .option('--source-password-file <path>', 'read the password of the other store from a file')
    .action((file: string, options: ImportOptions) =>
      act(command, (deps) => run(parse(file, options), deps)),
    );
}

export function parse(
  file: string,
  { from, dryRun, sourcePasswordFile }: ImportOptions,
): ImportInput {
  const format = FORMATS.find((known) => known === from);
  if (format === undefined) throw invalidInput(`The format is one of ${FORMATS.join(', ')}.`);
  if (sourcePasswordFile !== undefined && format !== 'python-store') {
    throw invalidInput('Only a python-store has a password of its own.');
  }
  return {
    file,
    format,
    dryRun: dryRun ?? false,
    sourcePasswordFile: sourcePasswordFile ?? null,
  };
}

/** A line of the report; `noted` is about an entry that has its own line. */
interface ReportLine {
  readonly name: string;
  readonly outcome: ImportOutcome['outcome'] | 'noted';
  readonly code: ErrorCode | null;
  readonly line: number | null;
  readonly hint: string | null;
}

/** Exit 1 if anything of the file was left out. */
export async function run(input: ImportInput, deps: Deps): Promise<number | undefined> {
  refuseSharedInput([deps.passwordFile, input.sourcePasswordFile, input.file]);
  const { file, format, dryRun } = input;
  if (isOldStore(format)) return importOldStore({ file, format, dryRun }, deps);
  const { wipeParsedImport } = await deps.doors.importers();
  const parsed = await read({ ...input, format }, deps);
  const forget = deps.cleanups.add(() => {
    wipeParsedImport(parsed);
  });
  try {
    const outcomes = await withVault(deps, ({ vault, context }) =>
      vault.secrets.importAll({ entries: parsed.entries, dryRun }, context),
    );
    const lines = report(outcomes, parsed.problems);
    const ok = lines.every(({ outcome }) => outcome === 'imported' || outcome === 'noted');
    const imported = outcomes.filter(({ outcome }) => outcome === 'imported').length;
    await show({ dryRun, imported, lines }, deps);
    return ok ? undefined : 1;
  } finally {
    await forget();
  }
}

async function read(
  { file, format, sourcePasswordFile }: ImportInput & { readonly format: SecretFormat },
  deps: Deps,
): Promise<ParsedImport> {
  const { parseDotenv, parseJson, readPythonStore } = await deps.doors.importers();
  if (format === 'python-store') {
    // Nobody types a password for a file that is not there.
    if (!existsSync(file)) throw invalidInput('The file cannot be opened.');
    const option = '--source-password-file';
    const prompt = 'Password of the other store: ';
    const password = await readPassword({ file: sourcePasswordFile, option, prompt }, deps);
    try {
      return await readPythonStore(file, password);
    } catch (thrown) {
      throw ofTheSource(thrown);
    } finally {
      password.fill(0);
    }
  }
  const { bytes } = await readSource(file, FILE_BYTES).catch((thrown: unknown) => {
    const tooLarge = thrown instanceof VaultError && thrown.code === 'too_large';
    throw tooLarge ? invalidInput('An import file has at most 16 MiB.') : thrown;
  });
  try {
    return format === 'dotenv' ? parseDotenv(bytes) : parseJson(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** Two passwords are asked for; a refusal must say which one it means. */
function ofTheSource(thrown: unknown): unknown {
  if (!(thrown instanceof VaultError) || thrown.code !== 'bad_password') return thrown;
  return new AuthenticationError('bad_password', {
    hint: 'It is the other store that did not open; the vault was not asked.',
  });
}

function report(
  outcomes: readonly ImportOutcome[],
  problems: ParsedImport['problems'],
): readonly ReportLine[] {
  const withLine = new Set(outcomes.map(({ name }) => name));
  const outcomeOf = ({ name, code }: ParsedImport['problems'][number]): ReportLine['outcome'] => {
    if (withLine.has(name)) return 'noted';
    return code === 'record_corrupt' ? 'damaged' : 'refused';
  };
  return [
    ...outcomes.map(({ name, outcome, code }) => {
      return { name, outcome, code: code ?? null, line: null, hint: null };
    }),
    ...problems.map((problem) => {
      const { name, code, line = null, hint = null } = problem;
      return { name, outcome: outcomeOf(problem), code, line, hint };
    }),
  ];
}

async function show(
  { dryRun, imported, lines }: { dryRun: boolean; imported: number; lines: readonly ReportLine[] },
  { output }: Deps,
): Promise<void> {
  if (output.json) {
    await output.document({ dry_run: dryRun, imported, entries: lines });
    return;
  }
  await output.table(
    ['OUTCOME', 'NAME', 'CODE', ''],
    lines.map(({ name, outcome, code, line, hint }) => [
      outcome,
      name,
      code ?? '',
      [line === null ? '' : `line ${line}`, hint ?? ''].filter((text) => text !== '').join(': '),
    ]),
  );
  const verb = dryRun ? 'would be imported; nothing was written' : 'imported';
  const left = lines.filter(({ code }) => code !== null).length;
  output.notice({
    code: 'imported',
    text: `${imported} ${verb}.${left === 0 ? '' : ` ${left} to look at.`}`,
    details: { imported, dry_run: dryRun },
  });
}
