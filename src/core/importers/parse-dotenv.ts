import { VaultError } from '../../shared/vault-error.ts';
import type { ImportEntry } from '../api.ts';
import { wipe } from '../crypto/bytes.ts';
import { dotenvItems } from './dotenv-lines.ts';
import { plainEntry, problemWith } from './make-entry.ts';
import type { ImportProblem, ParsedImport } from './parsed-import.ts';

const MAX_BYTES = 16 * 1024 * 1024;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** The bytes without the byte order mark that Windows' editors put before UTF-8. */
export function withoutMark(bytes: Uint8Array): Uint8Array {
  return BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte) ? bytes.subarray(3) : bytes;
}

/**
 * Refuses what no import file is.
 * @throws VaultError `too_large` beyond 16 MiB, `invalid_input` for UTF-16.
 */
export function checkImportFile(bytes: Uint8Array): void {
  if (bytes.length > MAX_BYTES) {
    throw new VaultError('too_large', { hint: 'An import file has at most 16 MiB.' });
  }
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new VaultError('invalid_input', { hint: 'The file is UTF-16; save it as UTF-8.' });
  }
}

/**
 * Reads a .env file (docs/import.md): `NAME=value` lines, `export` before them, comments, three kinds of quotes.
 * Nothing is expanded. Of a name that comes twice the last value counts, and the report says so. Bad lines are
 * reported with their number and the others kept. The values are the caller's to wipe.
 * @throws VaultError `too_large` beyond 16 MiB, `invalid_input` for UTF-16.
 */
export function parseDotenv(bytes: Uint8Array): ParsedImport {
  checkImportFile(bytes);
  const entries = new Map<string, ImportEntry>();
  const problems: ImportProblem[] = [];
  for (const item of dotenvItems(withoutMark(bytes))) {
    const { line, name } = item;
    if (!('value' in item)) {
      problems.push(item);
      continue;
    }
    const problem = problemWith(name, item.value);
    if (problem !== null) {
      wipe(item.value);
      problems.push({ ...problem, line });
      continue;
    }
    const earlier = entries.get(name);
    if (earlier !== undefined) {
      wipe(...earlier.fields.map((field) => field.value));
      const hint = 'The name comes more than once; the last value counts.';
      problems.push({ name, line, code: 'name_taken', hint });
    }
    entries.set(name, plainEntry(name, item.value));
  }
  return { entries: [...entries.values()], problems };
}
