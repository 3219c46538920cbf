import type { Deps } from '../deps.ts';
import { descriptorOf } from '../read-bytes.ts';
import { readKey } from '../read-key.ts';
import { VaultError } from '../../shared/vault-error.ts';
import { invalidInput } from '../usage-error.ts';

/** Where the key of a long-lived program comes from, call after call. */
export interface KeySource {
  /** In memory that the caller wipes. @throws VaultError `unauthorized` if the file cannot be read any more. */
  key(): Promise<Uint8Array>;
  /** Wipes what is held. */
  forget(): void;
}

/**
 * The key of `STRONGROOM_KEY` or of the file of `STRONGROOM_KEY_FILE`. A file is read for each call: a key that was
 * replaced holds at once, and between the calls this process holds none. A descriptor can be read once only.
 * @throws VaultError `unauthorized` if neither variable is set, `invalid_input` for a file that cannot be read.
 */
export async function openKeySource(deps: Pick<Deps, 'doors' | 'output'>): Promise<KeySource> {
  const { key: inVariable, keyFile } = deps.doors.caller();
  inVariable?.fill(0);
  const descriptor = keyFile === null ? null : descriptorOf(keyFile);
  if (inVariable === null && descriptor === 0) {
    throw invalidInput('Standard input carries the protocol: STRONGROOM_KEY_FILE names a file.');
  }
  const first = await readKey(deps);
  if (first === null) {
    throw new VaultError('unauthorized', {
      hint: 'None was given: STRONGROOM_KEY_FILE names a file that holds it, or STRONGROOM_KEY does.',
    });
  }
  if (inVariable === null && descriptor === null) {
    first.fill(0);
    return { key: () => readAgain(deps), forget: () => undefined };
  }
  return {
    key: async () => Promise.resolve(copyOf(first)),
    forget: () => {
      first.fill(0);
    },
  };
}

/** Who may read the file was said at the start, if it was to be said. */
async function readAgain({ doors }: Pick<Deps, 'doors'>): Promise<Uint8Array> {
  const quiet = { notice: () => undefined };
  const key = await readKey({ doors, output: quiet }).catch((cause: unknown) => {
    throw new VaultError('unauthorized', {
      cause,
      hint: 'The file of STRONGROOM_KEY_FILE cannot be read any more, or holds something else.',
    });
  });
  if (key === null) throw new VaultError('unauthorized');
  return key;
}

function copyOf(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(new ArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
