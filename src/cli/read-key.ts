import type { Deps } from './deps.ts';
import { readSource } from './read-bytes.ts';
import { withoutFinalNewline } from './read-password.ts';

const LONGEST_FILE_BYTES = 256;

interface KeyDeps {
  readonly doors: Pick<Deps['doors'], 'caller'>;
  readonly output: Pick<Deps['output'], 'notice'>;
}

/**
 * The key of `STRONGROOM_KEY`, else what the file of `STRONGROOM_KEY_FILE` holds, in memory that the caller wipes; null
 * if neither is given. A file that others may read is said on stderr.
 * @throws VaultError `invalid_input` for a file that cannot be read.
 */
export async function readKey({ doors, output }: KeyDeps): Promise<Uint8Array | null> {
  const { key, keyFile } = doors.caller();
  if (key !== null || keyFile === null) return key;
  const { bytes, readableByOthers } = await readSource(keyFile, LONGEST_FILE_BYTES);
  if (readableByOthers) {
    output.notice({
      code: 'key_file_readable',
      text: 'Other users of this computer may read the file of STRONGROOM_KEY_FILE; `chmod 600` keeps them out.',
    });
  }
  return withoutFinalNewline(bytes);
}
