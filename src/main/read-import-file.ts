import { open } from 'node:fs/promises';
import { VaultError } from '../shared/vault-error.ts';

/** What an import file has at most. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * A file that the owner chose, in memory of its own that the caller wipes.
 * @throws VaultError `too_large`, `invalid_input` if it cannot be read or is no file.
 */
export async function readImportFile(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const stat = await file.stat();
      if (!stat.isFile()) throw new VaultError('invalid_input');
      if (stat.size > MAX_BYTES) throw new VaultError('too_large');
      const bytes = new Uint8Array(new ArrayBuffer(stat.size));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw cause instanceof VaultError ? cause : new VaultError('invalid_input', { cause });
  }
}
