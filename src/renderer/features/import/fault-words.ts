import type { ErrorCode } from '../../../shared/errors.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import type { DropRefusal } from './dropped-file.ts';
import type { ImportSource } from './import-words.ts';

/** What to do about a dropped file that was not read. */
export const DROP_FAULTS: Readonly<Record<DropRefusal, MessageKey>> = {
  several: 'import.error.several',
  too_large: 'import.error.too_large',
  unreadable: 'import.error.unreadable',
  database: 'import.error.database',
};

const UNREADABLE: Readonly<Record<ImportSource, MessageKey>> = {
  dotenv: 'import.error.dotenv',
  json: 'import.error.json',
  python: 'import.error.python',
};

/** Codes by which main says that the file is not what it was taken for. */
const OF_THE_FILE: ReadonlySet<ErrorCode> = new Set([
  'invalid_input',
  'value_not_text',
  'db_corrupt',
  'vault_in_use',
]);

/** A sentence that fits an import better than the code's own; null where there is none. */
export function faultWords(code: ErrorCode, source: ImportSource): MessageKey | null {
  if (OF_THE_FILE.has(code)) return UNREADABLE[source];
  if (code === 'bad_password' && source === 'python') return 'import.error.password';
  if (code === 'too_large') return 'import.error.too_large';
  return code === 'not_found' ? 'import.error.again' : null;
}
