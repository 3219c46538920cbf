import { close, constants, fstatSync, lstatSync, open, read, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import { isatty } from 'node:tty';
import { promisify } from 'node:util';
import { VaultError } from '../shared/vault-error.ts';

const openFile = promisify(open);
const closeFile = promisify(close);
const CHUNK_BYTES = 16 * 1024;

/** Bytes that were read, and whether others than the owner may read the file they came from. */
export interface SourceBytes {
  readonly bytes: Uint8Array;
  readonly readableByOthers: boolean;
}

/** The descriptor behind `-`, /dev/stdin, /dev/fd/N and /proc/self/fd/N, or null for any other path. */
export function descriptorOf(path: string): number | null {
  if (path === '-' || path === '/dev/stdin') return 0;
  const match = /^(?:\/dev\/fd|\/proc\/self\/fd)\/(\d{1,6})$/.exec(path);
  return match?.[1] === undefined ? null : Number(match[1]);
}

/**
 * All bytes of a file or an inherited descriptor, in memory of its own that the caller wipes.
 * @throws VaultError `invalid_input` if it cannot be read, is a terminal or holds more than `maxBytes`.
 */
export async function readSource(path: string, maxBytes: number): Promise<SourceBytes> {
  const inherited = descriptorOf(path);
  if (inherited !== null) {
    if (!wasHandedOver(inherited)) {
      throw new VaultError('invalid_input', {
        hint: 'Nothing was handed over at this descriptor. npx and npm hand over standard input only: use `-`.',
      });
    }
    return { bytes: await readDescriptor(inherited, maxBytes), readableByOthers: false };
  }
  const opened = await openFile(path, 'r').catch((cause: unknown) => {
    throw new VaultError('invalid_input', { cause, hint: 'The file cannot be opened.' });
  });
  const stat = fstatSync(opened);
  const readableByOthers =
    process.platform !== 'win32' && stat.isFile() && (stat.mode & 0o044) !== 0;
  try {
    return { bytes: await readDescriptor(opened, maxBytes), readableByOthers };
  } finally {
    // A stream closes its descriptor itself; closed twice, the number might be another file's by then.
    if (!isStream(stat)) await closeFile(opened).catch(() => undefined);
  }
}

/** Node has descriptors of its own open; to read one of them would be to wait for ever. */
function wasHandedOver(fd: number): boolean {
  const stat = statOrNull(fd);
  if (stat === null) return false;
  // Linux gives what Node polls with, an anonymous inode, no type of file.
  if ((stat.mode & constants.S_IFMT) === 0) return false;
  return fd <= 2 || !stat.isFIFO() || !writesToItself(stat);
}

const DESCRIPTORS_LOOKED_AT = 256;
const OWNER_MAY_WRITE = 0o200;

/** The writing end of the pipe is open in this process as well, so that it would never end. */
function writesToItself(pipe: Stats): boolean {
  for (let fd = 0; fd < DESCRIPTORS_LOOKED_AT; fd += 1) {
    const stat = statOrNull(fd);
    if (stat === null || stat.ino !== pipe.ino || stat.dev !== pipe.dev) continue;
    const link = lstatSync(`/proc/self/fd/${fd}`, { throwIfNoEntry: false });
    if (link !== undefined && (link.mode & OWNER_MAY_WRITE) !== 0) return true;
  }
  return false;
}

function statOrNull(fd: number): Stats | null {
  try {
    return fstatSync(fd);
  } catch {
    return null;
  }
}

/** All bytes of a descriptor that is open already. It stays open. */
export async function readDescriptor(fd: number, maxBytes: number): Promise<Uint8Array> {
  if (isatty(fd)) {
    throw new VaultError('invalid_input', { hint: 'A terminal cannot be read as a file.' });
  }
  const gathered = new Gathered(maxBytes);
  try {
    // Blocking reads of a pipe in the thread pool would keep the process from ending on a signal.
    if (isStream(fstatSync(fd))) await gatherStream(fd, gathered);
    else await gatherFile(fd, gathered);
    return gathered.take();
  } catch (thrown) {
    gathered.wipe();
    if (thrown instanceof VaultError) throw thrown;
    throw new VaultError('invalid_input', { cause: thrown, hint: 'The input cannot be read.' });
  }
}

function isStream(stat: Stats): boolean {
  return stat.isFIFO() || stat.isSocket();
}

/** One buffer of the greatest size that is accepted, so that nothing is copied and left behind on growth. */
class Gathered {
  readonly #buffer: Uint8Array;
  readonly #maxBytes: number;
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#buffer = Buffer.from(new ArrayBuffer(maxBytes));
  }

  add(chunk: Uint8Array): void {
    const fits = this.#length + chunk.length <= this.#maxBytes;
    if (fits) this.#buffer.set(chunk, this.#length);
    this.#length += chunk.length;
    chunk.fill(0);
    if (!fits) throw new VaultError('too_large');
  }

  take(): Uint8Array {
    const bytes = Buffer.from(new ArrayBuffer(this.#length));
    bytes.set(this.#buffer.subarray(0, this.#length));
    this.wipe();
    return bytes;
  }

  wipe(): void {
    this.#buffer.fill(0);
  }
}

async function gatherStream(fd: number, gathered: Gathered): Promise<void> {
  for await (const chunk of new Socket({ fd, readable: true, writable: false })) {
    gathered.add(chunk as Uint8Array);
  }
}

async function gatherFile(fd: number, gathered: Gathered): Promise<void> {
  const readFile = promisify(read);
  for (;;) {
    const chunk = Buffer.from(new ArrayBuffer(CHUNK_BYTES));
    const { bytesRead } = await readFile(fd, chunk, 0, chunk.length, null);
    if (bytesRead === 0) return;
    gathered.add(chunk.subarray(0, bytesRead));
  }
}
