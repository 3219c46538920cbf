import { readPythonStore as readRows } from '../core/importers/python-store.ts';
import type { ParsedImport } from '../core/importers/parsed-import.ts';
import type { OldStore } from '../core/importers/old-store.ts';
import { readSoniaRows } from '../core/importers/sonia.ts';
import { readPythonStoreFile } from '../store/read-python-store.ts';
import { readSoniaStoreFile } from '../store/read-sonia-store.ts';

export { wipeParsedImport } from '../core/importers/parsed-import.ts';
export { dotenvItems } from '../core/importers/dotenv-lines.ts';
export { parseDotenv, withoutMark } from '../core/importers/parse-dotenv.ts';
export { gatherConversations } from '../core/importers/gather-conversations.ts';
export { parseCompanion } from '../core/importers/companion.ts';
export { parseJsonImport as parseJson } from '../core/importers/parse-json.ts';

/** The entries of an older Python store; the file is only read. */
export async function readPythonStore(file: string, password: Uint8Array): Promise<ParsedImport> {
  return readRows(readPythonStoreFile(file), password);
}

/** What SONIA's memory.db holds but for its keys; the file is only read. */
export function readSonia(file: string): OldStore {
  return readSoniaRows(readSoniaStoreFile(file));
}
