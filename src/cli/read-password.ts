import { VaultError } from '../shared/vault-error.ts';
import type { Deps } from './deps.ts';
import { descriptorOf, readSource } from './read-bytes.ts';
import { invalidInput } from './usage-error.ts';

/** docs/format.md §1 refuses a longer one; two more bytes for the newline that is dropped. */
const PASSWORD_BYTES = 1024;
const NEWLINE_BYTES = 2;

type Asker = Pick<Deps, 'io' | 'output'>;

/** Where a password comes from: a file or inherited descriptor, or a hidden prompt. */
export interface PasswordSource {
  /** Path of a password file, or null to ask. */
  readonly file: string | null;
  readonly prompt: string;
  /** The option that would have given it, named when there is nobody to ask. */
  readonly option: '--password-file' | '--new-password-file' | '--source-password-file';
}

/**
 * A password as bytes in memory that the caller wipes.
 * @throws VaultError `invalid_input` without a file and without a terminal, for an unreadable file and an empty or
 * overlong password.
 */
export async function readPassword(source: PasswordSource, deps: Asker): Promise<Uint8Array> {
  const password =
    source.file === null
      ? await promptFor(source, deps)
      : await readPasswordFile(source.file, source.option, deps);
  if (password.length === 0) throw invalidInput('The password is empty.');
  if (password.length <= PASSWORD_BYTES) return password;
  password.fill(0);
  throw invalidInput('A password has at most 1024 bytes.');
}

const ADVICE = {
  code: 'password_rule',
  text: 'A new password has 15 characters or more and is hard to guess. `strongroom generate --words 7` makes one.',
};

/** A new password: from its file, or typed twice the same. */
export async function readNewPassword(file: string | null, deps: Asker): Promise<Uint8Array> {
  const option = '--new-password-file';
  if (file === null && deps.io.canAsk) deps.output.notice(ADVICE);
  const password = await readPassword({ file, option, prompt: 'New password: ' }, deps);
  if (file !== null) return password;
  let again: Uint8Array | null = null;
  try {
    again = await readPassword({ file, option, prompt: 'The same again: ' }, deps);
    if (Buffer.compare(password, again) !== 0) throw invalidInput('The two entries differ.');
    return password;
  } catch (thrown) {
    password.fill(0);
    throw thrown;
  } finally {
    again?.fill(0);
  }
}

/** Refuses two readers of one stream: the first would take what was meant for the second. */
export function refuseSharedInput(paths: readonly (string | null)[]): void {
  const descriptors = paths.map((path) => (path === null ? null : descriptorOf(path)));
  const taken = descriptors.filter((fd) => fd !== null);
  if (new Set(taken).size !== taken.length) {
    throw invalidInput('Only one thing can be read from the same input; use a file for the other.');
  }
}

async function promptFor({ prompt, option }: PasswordSource, { io }: Asker): Promise<Uint8Array> {
  if (!io.canAsk) throw invalidInput(`No terminal to ask for the password; use ${option}.`);
  return io.readHidden(prompt, PASSWORD_BYTES);
}

async function readPasswordFile(
  path: string,
  option: PasswordSource['option'],
  { output }: Asker,
): Promise<Uint8Array> {
  const { bytes, readableByOthers } = await readSource(path, PASSWORD_BYTES + NEWLINE_BYTES).catch(
    (thrown: unknown) => {
      const tooLarge = thrown instanceof VaultError && thrown.code === 'too_large';
      throw tooLarge ? invalidInput('A password has at most 1024 bytes.') : thrown;
    },
  );
  if (readableByOthers) {
    output.notice({
      code: 'password_file_readable',
      text: `Other users of this computer may read the file given with ${option}; \`chmod 600\` keeps them out.`,
    });
  }
  return withoutFinalNewline(bytes);
}

/** Drops one \n or \r\n from the end. Moves nothing: the returned view is the whole text of its buffer or begins it. */
export function withoutFinalNewline(bytes: Uint8Array): Uint8Array {
  if (bytes.at(-1) !== 0x0a) return bytes;
  const end = bytes.at(-2) === 0x0d ? bytes.length - 2 : bytes.length - 1;
  return bytes.subarray(0, end);
}
