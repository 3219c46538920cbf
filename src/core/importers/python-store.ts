import { AuthenticationError, VaultError } from '../../shared/vault-error.ts';
import type { ImportEntry } from '../api.ts';
import { wipe } from '../crypto/bytes.ts';
import { fromPaddedBase64Url } from './base64url.ts';
import { deriveFernetKey, openFernet } from './fernet.ts';
import { parseInstant } from './instant.ts';
import { plainEntry, problemWith } from './make-entry.ts';
import type { ImportProblem, ParsedImport } from './parsed-import.ts';
import { checkPythonPassword } from './python-argon2.ts';

/** What lies in an older Python store; texts as the file has them. The store's reader gives rows of this shape. */
export interface PythonStoreRows {
  /** PHC string of Argon2. */
  readonly passwordHash: string;
  /** 16 bytes in base64url. */
  readonly fernetSalt: string;
  readonly secrets: readonly PythonSecretRow[];
}

/** One row of its `secrets_metadata`. */
export interface PythonSecretRow {
  readonly keyName: string;
  /** Fernet token. */
  readonly encryptedValue: string;
  readonly description: string | null;
  /** UTC, null where the store does not say. */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

function times(row: PythonSecretRow): Pick<ImportEntry, 'createdAt' | 'updatedAt'> | null {
  const createdAt = row.createdAt === null ? undefined : parseInstant(row.createdAt);
  const updatedAt = row.updatedAt === null ? undefined : parseInstant(row.updatedAt);
  if (createdAt === null || updatedAt === null) return null;
  return {
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
  };
}

function readRow(
  row: PythonSecretRow,
  key: Uint8Array,
): { entry: ImportEntry | null; problem: ImportProblem | null } {
  const name = row.keyName;
  const value = openFernet(key, row.encryptedValue);
  if (value === null) return { entry: null, problem: { name, code: 'record_corrupt' } };
  const problem = problemWith(name, value);
  if (problem !== null) {
    wipe(value);
    return { entry: null, problem };
  }
  const plain = plainEntry(name, value);
  const description = row.description === null ? {} : { description: row.description };
  const metadata = { ...plain.metadata, ...description };
  const dates = times(row);
  const hint = 'Its dates could not be read; it is imported without them.';
  return {
    entry: {
      ...plain,
      ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
      ...dates,
    },
    problem: dates === null ? { name, code: 'invalid_input', hint } : null,
  };
}

/**
 * Opens the secrets of an older Python store with its own password (UTF-8, taken as it is: that program did not
 * normalise it). A token that does not verify becomes the problem `record_corrupt`, never a value. The values are the
 * caller's to wipe.
 * @throws AuthenticationError `bad_password`; VaultError `invalid_input` for a password hash or salt that such a store
 * does not have, or a cost above the ceilings of docs/format.md §1 (checked before any work is done).
 */
export async function readPythonStore(
  rows: PythonStoreRows,
  password: Uint8Array,
): Promise<ParsedImport> {
  const salt = fromPaddedBase64Url(rows.fernetSalt);
  if (salt?.length !== 16) {
    throw new VaultError('invalid_input', { hint: 'The salt of the store is not 16 bytes.' });
  }
  if (!(await checkPythonPassword(rows.passwordHash, password))) {
    throw new AuthenticationError('bad_password');
  }
  const key = await deriveFernetKey(password, salt);
  const entries: ImportEntry[] = [];
  const problems: ImportProblem[] = [];
  for (const row of rows.secrets) {
    const { entry, problem } = readRow(row, key);
    if (entry !== null) entries.push(entry);
    if (problem !== null) problems.push(problem);
  }
  wipe(key);
  return { entries, problems };
}
