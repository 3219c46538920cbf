import { basename } from 'node:path';
import type { ImportOutcome } from '../../../core/api.ts';
import type { CallContext } from '../../../core/call.ts';
import { VaultError } from '../../../shared/vault-error.ts';
import type { ImportLine, ImportReply } from '../../../shared/ipc/replies.ts';
import type { HeldImport } from '../../pending-import.ts';
import { readImportFile } from '../../read-import-file.ts';
import type { VaultHost } from '../../vault-host.ts';
import type { GroupHandlers } from './handlers.ts';
import type { HandlerPorts } from './ports.ts';

type Parsed = HeldImport['parsed'];

export function importHandlers({
  host,
  app,
  doors,
  newToken,
}: HandlerPorts): GroupHandlers<'imports'> {
  const parse = async (format: 'dotenv' | 'json', bytes: Uint8Array): Promise<Parsed> => {
    const { parseDotenv, parseJson } = await doors.importers();
    return format === 'dotenv' ? parseDotenv(bytes) : parseJson(bytes);
  };
  const preview = (fileName: string, parsed: Parsed, context: CallContext) =>
    previewed(host, { token: newToken(), fileName, parsed }, context);
  return {
    choose: async ({ format }, context) => {
      const path = await app.chooseFile(format);
      if (path === null) return null;
      const bytes = await readImportFile(path);
      try {
        return await preview(basename(path), await parse(format, bytes), context);
      } finally {
        bytes.fill(0);
      }
    },
    read: async ({ format, fileName, content }, context) =>
      preview(fileName, await parse(format, content), context),
    choosePythonStore: async ({ password }, context) => {
      const path = await app.chooseFile('python-store');
      if (path === null) return null;
      const { readPythonStore } = await doors.importers();
      return preview(basename(path), await readPythonStore(path, password), context);
    },
    apply: async ({ token }, context) => {
      const held = host.imports.get(token);
      if (held === null) throw new VaultError('not_found');
      try {
        return await outcomeOf(host, held, false, context);
      } finally {
        host.imports.drop();
      }
    },
    drop: ({ token }) => {
      if (host.imports.get(token) !== null) host.imports.drop();
      return null;
    },
  };
}

/** Holds the file for the owner's word and says what would become of it. */
async function previewed(
  host: VaultHost,
  held: HeldImport,
  context: CallContext,
): Promise<ImportReply> {
  host.imports.hold(held);
  try {
    return await outcomeOf(host, held, true, context);
  } catch (thrown) {
    // A dialog may have stood open while the vault was locked: what a lock would have wiped is not held after it.
    host.imports.drop();
    throw thrown;
  }
}

async function outcomeOf(
  host: VaultHost,
  { token, fileName, parsed }: HeldImport,
  dryRun: boolean,
  context: CallContext,
): Promise<ImportReply> {
  // What the owner has just removed keeps no name from what he brings in.
  await host.removals.finishAll();
  const { entries, problems } = parsed;
  const outcomes = await host.vault.secrets.importAll({ entries, dryRun }, context);
  return { token, fileName, lines: [...outcomes.map(line), ...problems.map(remark)] };

  function line({ name, outcome, code }: ImportOutcome, i: number): ImportLine {
    return { name, kind: entries[i]?.kind ?? 'generic', outcome, code: code ?? null, line: null };
  }

  function remark({ name, code, line: at }: Parsed['problems'][number]): ImportLine {
    const common = { name, kind: null, code, line: at ?? null };
    // Remarks about an entry that has a line of its own only note something.
    if (entries.some((entry) => entry.name === name)) return { ...common, outcome: 'noted' };
    return { ...common, outcome: code === 'record_corrupt' ? 'damaged' : 'refused' };
  }
}
