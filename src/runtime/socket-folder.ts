import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { VaultError } from '../shared/vault-error.ts';

/** What is asked of the files around the owner's socket. */
export const socketFiles = {
  /** The folder around a socket is there, nobody else's, and nobody else may enter it. */
  prepareFolder(path: string): void {
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    refuseForeign(folder);
    chmodSync(folder, 0o700);
  },
  /** Takes away a socket; does nothing if there is none. */
  remove(path: string): void {
    rmSync(path, { force: true });
  },
};

/**
 * Whether a socket lies there that may be talked to: in a folder of this user that nobody else can write to. In a shared
 * temporary folder somebody else may have put one there to be told a password.
 */
export function isOwnSocket({
  socket,
  folder,
}: {
  readonly socket: string;
  readonly folder: string | null;
}): boolean {
  if (folder === null) return true;
  const stat = lstatSync(socket, { throwIfNoEntry: false });
  if (stat?.isSocket() !== true) return false;
  refuseForeign(folder);
  return stat.uid === process.getuid?.() && (lstatSync(folder).mode & 0o077) === 0;
}

function refuseForeign(folder: string): void {
  const stat = lstatSync(folder);
  if (stat.isDirectory() && stat.uid === process.getuid?.()) return;
  throw new VaultError('vault_unreachable', {
    hint: 'The folder of its socket belongs to somebody else.',
  });
}
