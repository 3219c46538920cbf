import { readPythonStore as readRows } from '../core/importers/python-store.ts';
import type { ParsedImport } from '../core/importers/parsed-import.ts';
import { readPythonStoreFile } from '../store/read-python-store.ts';

export { wipeParsedImport } from '../core/importers/parsed-import.ts';
export { parseDotenv } from '../core/importers/parse-dotenv.ts';
export { parseJsonImport as parseJson } from '../core/importers/parse-json.ts';

/** The entries of an older Python store; the file is only read. */
export async function readPythonStore(file: string, password: Uint8Array): Promise<ParsedImport> {
  return readRows(readPythonStoreFile(file), password);
}
