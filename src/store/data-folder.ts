import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  statSync,
  type Stats,
} from 'node:fs';
import { dirname, sep } from 'node:path';
import { VaultError } from '../shared/vault-error.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const MODE_BITS = 0o777;
const STICKY = 0o1000;

/** Windows has no modes: there the folder's access list, inherited from the user's profile, does this. */
const HAS_MODES = sep === '/';

function lstatOrNull(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

function checkFolder(folder: string): void {
  const { mode } = statSync(folder);
  if (!HAS_MODES) return;
  // Making /tmp private would break the machine for everybody else on it.
  if ((mode & STICKY) !== 0) {
    throw new VaultError('invalid_input', {
      hint: 'The data folder is shared by all users. Choose a folder of its own.',
    });
  }
  if ((mode & MODE_BITS) !== FOLDER_MODE) chmodSync(folder, FOLDER_MODE);
}

/** Makes a folder and what is missing above it. Node's own `recursive` never ends in /proc. */
export function makeFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found !== undefined) {
    if (found.isDirectory()) return;
    throw new VaultError('invalid_input', { hint: 'The data folder is a file.' });
  }
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder, { mode: FOLDER_MODE });
}

/** Refuses a link, a folder or a device in the file's place, and repairs its mode. */
function checkFile(path: string, stats: Stats): void {
  if (!stats.isFile()) {
    throw new VaultError('invalid_input', {
      hint: stats.isSymbolicLink()
        ? 'The vault file is a symbolic link.'
        : 'The vault file is not a regular file.',
    });
  }
  if (HAS_MODES && (stats.mode & MODE_BITS) !== FILE_MODE) chmodSync(path, FILE_MODE);
  accessSync(path, constants.R_OK | constants.W_OK);
}

/** Makes the entries of a folder durable. Windows cannot open a folder and needs no such call. */
export function syncFolder(folder: string): void {
  if (!HAS_MODES) return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes an empty file that only the owner can read; fails with EEXIST if there is anything by that name. */
export function createPrivateFile(path: string): void {
  closeSync(openSync(path, 'wx', FILE_MODE));
  if (HAS_MODES) chmodSync(path, FILE_MODE);
}

/**
 * Checks that the vault file and its folder are private, repairs their modes, and with `create` makes what is
 * missing. Never opens an existing vault file: closing it again would drop the locks that SQLite holds on it.
 * Throws `not_initialized` if there is no file and `create` is false.
 */
export function preparePlace(file: string, create: boolean): void {
  const folder = dirname(file);
  if (create) makeFolder(folder);
  const found = lstatOrNull(file);
  const write = `${file}-wal`;
  const sidecars = [write, `${file}-shm`, `${file}-journal`];
  const isEmpty = found === null || (found.isFile() && found.size === 0);
  // SQLite deletes the -wal beside a file of no bytes, and that may be all that is left of a vault.
  if (isEmpty && (lstatOrNull(write)?.size ?? 0) > 0) throw new VaultError('db_corrupt');
  if (isEmpty && !create) throw new VaultError('not_initialized');
  checkFolder(folder);
  for (const sidecar of sidecars) {
    const stats = lstatOrNull(sidecar);
    if (stats !== null) checkFile(sidecar, stats);
  }
  if (found !== null) {
    checkFile(file, found);
    return;
  }
  accessSync(folder, constants.W_OK | constants.X_OK);
  createPrivateFile(file);
  syncFolder(folder);
}
