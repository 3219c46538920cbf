import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportedRow } from '../core/client-api.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { VaultError } from '../shared/vault-error.ts';
import type { Deps } from './deps.ts';
import type { OldStore } from './doors.ts';
import { readSource } from './read-bytes.ts';
import { invalidInput } from './usage-error.ts';
import { withVault } from './with-vault.ts';

/** Stores of older systems that hold clients. */
export const OLD_STORES = ['sonia', 'companion'] as const;
export type OldStoreFormat = (typeof OLD_STORES)[number];

const DUMP_BYTES = 64 * 1024 * 1024;
/** What a folder with a dump in CSV holds, each where it is there. */
const DUMP_FILES = ['users.csv', 'conversations.csv', 'messages.csv'];

export function isOldStore(format: string): format is OldStoreFormat {
  return OLD_STORES.some((known) => known === format);
}

/** A line of the report; `noted` is about a row that is imported. */
interface ReportLine {
  readonly table: 'client' | 'session' | 'conversation' | 'turn';
  readonly name: string;
  readonly id: string | null;
  readonly outcome: ImportedRow['outcome'] | 'noted';
  readonly code: ErrorCode | null;
  readonly line: number | null;
  readonly hint: string | null;
}

interface Report {
  readonly dryRun: boolean;
  readonly clients: number;
  readonly sessions: number;
  readonly madeDefault: boolean;
  readonly follow: { readonly conversations: number; readonly turns: number };
  readonly lines: readonly ReportLine[];
}

/** Takes over clients and sessions; exit 1 if any of them was left out. */
export async function importOldStore(
  input: { readonly file: string; readonly format: OldStoreFormat; readonly dryRun: boolean },
  deps: Deps,
): Promise<number | undefined> {
  const { dryRun } = input;
  const store = await read(input, deps);
  const { source, clients, sessions } = store;
  const imported = await withVault(deps, ({ vault, context }) =>
    vault.clients.importAll({ source, clients, sessions, dryRun }, context),
  );
  const count = (rows: readonly ImportedRow[]): number =>
    rows.filter(({ outcome }) => outcome === 'imported').length;
  const lines = reportLines(store, imported.clients, imported.sessions);
  await show(
    {
      dryRun,
      clients: count(imported.clients),
      sessions: count(imported.sessions),
      madeDefault: imported.madeDefault,
      follow: { conversations: store.conversations.length, turns: store.turns.length },
      lines,
    },
    deps,
  );
  const ok = lines.every(({ outcome }) => outcome === 'imported' || outcome === 'noted');
  return ok ? undefined : 1;
}

async function read(
  { file, format }: { readonly file: string; readonly format: OldStoreFormat },
  { doors }: Deps,
): Promise<OldStore> {
  const { parseCompanion, readSonia } = await doors.importers();
  if (format === 'sonia') {
    // Nobody types a password for a file that is not there.
    if (!existsSync(file)) throw invalidInput('The file cannot be opened.');
    return readSonia(file);
  }
  const files: Uint8Array[] = [];
  for (const path of dumpFiles(file)) files.push(await readDump(path));
  return parseCompanion(files);
}

function dumpFiles(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  const files = DUMP_FILES.map((name) => join(path, name)).filter((file) => existsSync(file));
  if (files.length === 0) throw invalidInput(`The folder holds none of ${DUMP_FILES.join(', ')}.`);
  return files;
}

async function readDump(path: string): Promise<Uint8Array> {
  const { bytes } = await readSource(path, DUMP_BYTES).catch((thrown: unknown) => {
    const tooLarge = thrown instanceof VaultError && thrown.code === 'too_large';
    throw tooLarge ? invalidInput('A dump has at most 64 MiB.') : thrown;
  });
  return bytes;
}

/** Every client, and of the rest what was left out or is to be known. */
function reportLines(
  { clients, problems }: OldStore,
  imported: readonly ImportedRow[],
  sessions: readonly ImportedRow[],
): readonly ReportLine[] {
  const names = new Map(clients.map(({ sourceId, name }) => [sourceId, name]));
  const lineFor = (table: ReportLine['table'], row: ImportedRow): ReportLine => ({
    table,
    name: (table === 'client' ? names.get(row.sourceId) : undefined) ?? row.sourceId,
    id: row.id,
    outcome: row.outcome,
    code: row.code ?? null,
    line: null,
    hint: row.hint ?? null,
  });
  return [
    ...imported.map((row) => lineFor('client', row)),
    ...sessions
      .filter(({ outcome }) => outcome !== 'imported')
      .map((row) => lineFor('session', row)),
    ...problems.map(({ table, name, line = null, code, hint, kept }) => {
      const outcome = kept ? ('noted' as const) : ('refused' as const);
      return { table, name, id: null, outcome, code, line, hint };
    }),
  ];
}

async function show(report: Report, { output }: Deps): Promise<void> {
  const { dryRun, clients, sessions, madeDefault, follow, lines } = report;
  if (output.json) {
    await output.document({
      dry_run: dryRun,
      imported: clients + sessions,
      clients,
      sessions,
      default_made: madeDefault,
      follow,
      entries: lines,
    });
  } else await output.table(['OUTCOME', 'WHAT', 'NAME', 'CODE', ''], lines.map(cellsOf));
  for (const notice of notices(report)) output.notice(notice);
}

function cellsOf({ outcome, table, name, code, line, hint }: ReportLine): readonly string[] {
  const at = line === null ? '' : `line ${line}`;
  return [outcome, table, name, code ?? '', [at, hint ?? ''].filter(Boolean).join(': ')];
}

function notices({
  dryRun,
  clients,
  sessions,
  madeDefault,
  follow,
  lines,
}: Report): readonly { code: string; text: string; details?: Record<string, number | boolean> }[] {
  const verb = dryRun ? 'would be imported; nothing was written' : 'imported';
  const left = lines.filter(({ code }) => code !== null).length;
  const toLookAt = left === 0 ? '' : ` ${left} to look at.`;
  const { conversations, turns } = follow;
  const later = `${conversations} conversations and ${turns} turns or messages follow with conversations: keep the file.`;
  return [
    {
      code: 'imported',
      text: `${clients} clients and ${sessions} sessions ${verb}.${toLookAt}`,
      details: { clients, sessions, dry_run: dryRun },
    },
    ...(madeDefault
      ? [
          {
            code: 'default_client',
            text: 'What belonged to nobody went to a new client `default`.',
          },
        ]
      : []),
    ...(clients > 0
      ? [
          {
            code: 'keys_needed',
            text: 'Old keys are not taken over: each client needs a new one (`strongroom key create CLIENT`) and its grants.',
          },
        ]
      : []),
    ...(conversations + turns > 0 ? [{ code: 'follow', text: later }] : []),
  ];
}
