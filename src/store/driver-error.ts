import { VaultError } from '../shared/vault-error.ts';

/** What the store was doing: damage found while reading is the file's, while writing it is ours. */
export type Doing = 'reading' | 'writing';

const DISK_FULL = 'The disk is full.';
const NOT_WRITABLE = 'The data folder cannot be written.';

const UNREADABLE =
  /^SQLITE_(CORRUPT|NOTADB|IOERR_(READ|SHORT_READ|CORRUPTFS|DATA|SEEK|FSTAT))(_|$)/;
/** Blind indexes that the owner's own words give. Ids and hashes of keys are random: a second one is our fault. */
const TAKEN =
  /^UNIQUE constraint failed: (secrets_metadata\.key_name_index|clients\.(name|external_id|email)_index)$/;

interface Failure {
  readonly code: string;
  readonly message: string;
}

/**
 * The driver's own error inside a thrown thing: a SqliteError, a TypeORM QueryFailedError around one, or a
 * system error of node:fs. Null for anything else.
 */
function failureIn(thrown: unknown): Failure | null {
  if (!(thrown instanceof Error)) return null;
  const inner: unknown = 'driverError' in thrown ? thrown.driverError : thrown;
  if (!(inner instanceof Error)) return null;
  if ('code' in inner && typeof inner.code === 'string' && /^[A-Z0-9_]+$/.test(inner.code)) {
    return { code: inner.code, message: inner.message };
  }
  return 'driverError' in thrown ? { code: 'DRIVER', message: '' } : null;
}

/** Whether a thrown thing comes from SQLite, its driver, TypeORM's query runner or the file system. */
export function isDriverError(thrown: unknown): boolean {
  return failureIn(thrown) !== null;
}

function codeFor(
  { code, message }: Failure,
  doing: Doing,
): { code: VaultError['code']; hint?: string } {
  if (code.startsWith('SQLITE_BUSY')) return { code: 'vault_in_use' };
  if (UNREADABLE.test(code)) return { code: 'db_corrupt' };
  if (TAKEN.test(message)) return { code: 'name_taken' };
  if (['SQLITE_FULL', 'ENOSPC', 'EDQUOT'].includes(code))
    return { code: 'internal', hint: DISK_FULL };
  if (/^SQLITE_(READONLY|IOERR)|^(EACCES|EPERM|EROFS)$/.test(code)) {
    return { code: 'internal', hint: NOT_WRITABLE };
  }
  if (doing === 'reading') {
    // A flipped byte in the file's header comes as plain SQLITE_ERROR ("unsupported file format").
    return {
      code: code.startsWith('SQLITE_') && code !== 'SQLITE_NOMEM' ? 'db_corrupt' : 'internal',
    };
  }
  if (code.startsWith('SQLITE_CANTOPEN')) return { code: 'internal', hint: NOT_WRITABLE };
  return { code: 'internal' };
}

/**
 * Any thrown thing as a VaultError. The cause is a fresh error that holds nothing but the driver's code:
 * QueryFailedError carries bound parameters into JSON.stringify and util.inspect, and so would its stack.
 */
export function mapDriverError(thrown: unknown, doing: Doing): VaultError {
  if (thrown instanceof VaultError) return thrown;
  const failure = failureIn(thrown);
  if (failure === null) return new VaultError('internal', { cause: new Error('FOREIGN') });
  const { code, hint } = codeFor(failure, doing);
  const cause = new Error(failure.code);
  return new VaultError(code, hint === undefined ? { cause } : { cause, hint });
}

/** Runs `act` and lets only VaultErrors out. */
export function guarded<R>(doing: Doing, act: () => R): R {
  try {
    return act();
  } catch (thrown) {
    throw mapDriverError(thrown, doing);
  }
}
