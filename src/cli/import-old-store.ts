import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportedConversation } from '../core/conversation-api.ts';
import { VaultError } from '../shared/vault-error.ts';
import type { Deps } from './deps.ts';
import type { GatheredConversations, OldStore } from './doors.ts';
import { makeReport, showReport } from './old-store-report.ts';
import { readSource } from './read-bytes.ts';
import { invalidInput } from './usage-error.ts';
import { withVault } from './with-vault.ts';

/** Stores of older systems that hold clients. */
export const OLD_STORES = ['sonia', 'companion'] as const;
export type OldStoreFormat = (typeof OLD_STORES)[number];

type Conversation = GatheredConversations['conversations'][number];

/** What is asked for in one call: some megabytes also where it goes through a socket. */
const PART_CHARS = 2 * 1024 * 1024;
const PART_CONVERSATIONS = 1000;
/** One call takes 64 MiB at most, in which a character has up to six bytes. */
const MOST_CHARS = 9_000_000;
/** What a row costs beside its text. */
const ROW_CHARS = 256;

const DUMP_BYTES = 64 * 1024 * 1024;
/** What a folder with a dump in CSV holds, each where it is there. */
const DUMP_FILES = ['users.csv', 'conversations.csv', 'messages.csv'];

export function isOldStore(format: string): format is OldStoreFormat {
  return OLD_STORES.some((known) => known === format);
}

/** Takes over clients, sessions and conversations; exit 1 if anything was left out. */
export async function importOldStore(
  input: { readonly file: string; readonly format: OldStoreFormat; readonly dryRun: boolean },
  deps: Deps,
): Promise<number | undefined> {
  const { dryRun } = input;
  const store = await read(input, deps);
  const gathered = (await deps.doors.importers()).gatherConversations(store);
  const { source, clients } = store;
  const { sessions, conversations } = gathered;
  const needsDefault = conversations.some(({ client }) => client === null);
  const [imported, taken] = await withVault(deps, async ({ vault, context }) => {
    const all = { source, clients, sessions, needsDefault, dryRun };
    const first = await vault.clients.importAll(all, context);
    const coming = first.clients.filter(({ outcome }) => outcome === 'imported');
    const names = new Set(coming.map(({ sourceId }) => sourceId));
    const take = (batch: readonly Conversation[]) =>
      vault.conversations.importAll(
        { source, conversations: batch, coming: comingOf(batch, names), dryRun },
        context,
      );
    return [first, await takeInParts(conversations, take)] as const;
  });
  const report = makeReport({ store, gathered, imported, taken, dryRun });
  await showReport(report, deps);
  const ok = report.lines.every(({ outcome }) => outcome === 'imported' || outcome === 'noted');
  return ok ? undefined : 1;
}

function comingOf(batch: readonly Conversation[], names: ReadonlySet<string>): readonly string[] {
  const wanted = new Set(batch.flatMap(({ client }) => (client === null ? [] : [client])));
  return [...wanted].filter((client) => names.has(client));
}

function tooLarge({ sourceId, rows }: Conversation): ImportedConversation {
  const turns = rows.reduce((sum, { said }) => sum + said.length, 0);
  const hint = 'A conversation is imported with at most 9 million characters.';
  return { sourceId, id: null, outcome: 'refused', code: 'too_large', hint, turns, leftOut: [] };
}

/** Asks for so many conversations at once that a call stays small; one that is larger by itself comes alone. */
async function takeInParts(
  conversations: readonly Conversation[],
  take: (batch: readonly Conversation[]) => Promise<readonly ImportedConversation[]>,
): Promise<readonly ImportedConversation[]> {
  const taken: ImportedConversation[] = [];
  let batch: Conversation[] = [];
  let chars = 0;
  for (const conversation of conversations) {
    const more = charsIn(conversation);
    if (more > MOST_CHARS) {
      taken.push(tooLarge(conversation));
      continue;
    }
    if (batch.length > 0 && (chars + more > PART_CHARS || batch.length === PART_CONVERSATIONS)) {
      taken.push(...(await take(batch)));
      batch = [];
      chars = 0;
    }
    batch.push(conversation);
    chars += more;
  }
  if (batch.length > 0) taken.push(...(await take(batch)));
  return taken;
}

function charsIn({ rows }: Conversation): number {
  return rows.reduce(
    (sum, { said, toolCalls }) =>
      sum +
      said.reduce((chars, { text }) => chars + text.length, ROW_CHARS + (toolCalls ?? '').length),
    ROW_CHARS,
  );
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
