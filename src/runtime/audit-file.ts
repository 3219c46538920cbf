import {
  chmodSync,
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statfsSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  brokenAmong,
  brokenName,
  brokenNumber,
  CURRENT_SEGMENT,
  segmentName,
  segmentsAmong,
  STATE_FILE,
} from '../core/audit/file-names.ts';
import type { AuditStorage } from '../core/ports.ts';

const BALLAST_FILE = 'ballast';
const BALLAST_BYTES = 2 * 1024 * 1024;
/** The ballast is only made again where it does not itself fill the disk. */
const ROOM_FOR_BALLAST = 8 * BALLAST_BYTES;
const READ_CHUNK_BYTES = 1024 * 1024;
const STRANGER = /^(audit(-[0-9]+(\.broken)?)?\.jsonl|chain|ballast)$/;

// Non-blocking: a planted FIFO must not hang the vault. Windows has neither flag, and `undefined` adds no bit.
const SAFE_FLAGS = constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * The audit log's folder on a real disk: mode 0700, files 0600, nothing in it is a symlink. The two files that each line
 * goes to stay open as long as their names still mean them, so that a file that was swapped underneath is never written
 * through an old handle; every other file is opened for the call. Errors are Node's own; core maps them.
 */
export class AuditFile implements AuditStorage {
  readonly #folder: string;
  readonly #kept = new Map<string, KeptFile>();

  /** Touches nothing; a vault that is only looked at needs no `prepare`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Makes the folder and the ballast, repairs modes, and moves away what has the name of a log file and is none.
   * Never throws: on a disk that cannot be written the first line that is written says so.
   */
  prepare(): void {
    // Its parent is the data folder, which is there. Node's own `recursive` never ends in /proc.
    attempt(() => mkdirSync(this.#folder, { mode: 0o700 }));
    attempt(() => {
      this.#checkFolder();
      repairMode(this.#folder, 0o700);
      for (const entry of readdirSync(this.#folder, { withFileTypes: true })) {
        const path = join(this.#folder, entry.name);
        if (entry.isFile()) attempt(() => repairMode(path, 0o600));
        else if (STRANGER.test(entry.name))
          attempt(() => renameSync(path, this.#freeName(entry.name, '.refused')));
      }
    });
    this.#makeBallast();
  }

  readState(): Uint8Array | null {
    return this.#names().includes(STATE_FILE) ? this.read(STATE_FILE) : null;
  }

  writeState(bytes: Uint8Array, options: { readonly sync: boolean }): void {
    const { fd, created } = this.#keepOpen(STATE_FILE, 0);
    writeWhole(fd, bytes, 0);
    if (fstatSync(fd).size !== bytes.length) ftruncateSync(fd, bytes.length);
    if (options.sync) fdatasyncSync(fd);
    if (created) this.#syncFolder();
    if (options.sync) this.#makeBallast();
  }

  append(line: Uint8Array): void {
    const { fd, created } = this.#keepOpen(CURRENT_SEGMENT, constants.O_APPEND);
    const before = fstatSync(fd).size;
    try {
      writeWhole(fd, line, null);
      fdatasyncSync(fd);
    } catch (thrown) {
      attempt(() => ftruncateSync(fd, before));
      throw thrown;
    }
    if (created) this.#syncFolder();
  }

  release(): void {
    for (const { fd } of this.#kept.values()) attempt(() => closeSync(fd));
    this.#kept.clear();
  }

  segments(): readonly string[] {
    return segmentsAmong(this.#names());
  }

  brokenFiles(): readonly string[] {
    return brokenAmong(this.#names());
  }

  read(file: string, offset = 0): Uint8Array {
    const fd = this.#open(file, constants.O_RDONLY);
    try {
      const bytes = Buffer.from(new ArrayBuffer(Math.max(0, fstatSync(fd).size - offset)));
      let length = 0;
      while (length < bytes.length) {
        const chunk = Math.min(READ_CHUNK_BYTES, bytes.length - length);
        const got = readSync(fd, bytes, length, chunk, offset + length);
        if (got === 0) break;
        length += got;
      }
      return bytes.subarray(0, length);
    } finally {
      closeSync(fd);
    }
  }

  size(file: string): number {
    return lstatSync(join(this.#folder, file), { throwIfNoEntry: false })?.size ?? 0;
  }

  saveTorn(seq: number, length: number): void {
    const torn = this.read(CURRENT_SEGMENT, length);
    const saved = this.#openPath(
      this.#freeName(`torn-${seq}`, '', '.bin'),
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
    );
    try {
      writeWhole(saved, torn, 0);
      fsyncSync(saved);
    } finally {
      closeSync(saved);
    }
    const fd = this.#open(CURRENT_SEGMENT, constants.O_RDWR);
    try {
      ftruncateSync(fd, length);
      fdatasyncSync(fd);
    } finally {
      closeSync(fd);
    }
    this.#syncFolder();
  }

  rotate(firstSeq: number): void {
    this.#rename(CURRENT_SEGMENT, segmentName(firstSeq));
    closeSync(this.#openToWrite(CURRENT_SEGMENT, constants.O_APPEND).fd);
    this.#syncFolder();
  }

  removeSegment(file: string): void {
    unlinkSync(join(this.#folder, file));
    this.#syncFolder();
  }

  setAside(): void {
    const segments = this.segments();
    const last = this.brokenFiles().at(-1);
    const next = last === undefined ? 1 : (brokenNumber(last) ?? 0) + 1;
    // The current file goes first: after a crash in between, what is left does not pass for a whole log.
    for (const [i, file] of [...segments.entries()].reverse()) {
      this.#rename(file, brokenName(next + i));
    }
    this.#syncFolder();
  }

  releaseBallast(): boolean {
    const path = join(this.#folder, BALLAST_FILE);
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
    unlinkSync(path);
    this.#syncFolder();
    return true;
  }

  #makeBallast(): void {
    attempt(() => {
      if (this.size(BALLAST_FILE) === BALLAST_BYTES) return;
      const { bavail, bsize } = statfsSync(this.#folder);
      if (bavail * bsize < ROOM_FOR_BALLAST) return;
      const { fd } = this.#openToWrite(BALLAST_FILE, constants.O_TRUNC);
      try {
        // Random: a file system that compresses or leaves holes would keep no room for zeroes.
        writeWhole(fd, randomBytes(BALLAST_BYTES), 0);
        fsyncSync(fd);
      } catch {
        // Half a ballast would only take what the log needs.
        unlinkSync(join(this.#folder, BALLAST_FILE));
      } finally {
        closeSync(fd);
      }
    });
  }

  #names(): string[] {
    this.#checkFolder();
    return readdirSync(this.#folder);
  }

  #checkFolder(): void {
    if (!lstatSync(this.#folder).isDirectory()) throw new Error('the audit folder is no folder');
  }

  #open(file: string, flags: number): number {
    this.#checkFolder();
    return this.#openPath(join(this.#folder, file), flags);
  }

  #openPath(path: string, flags: number): number {
    const fd = openSync(path, flags | SAFE_FLAGS, 0o600);
    if (fstatSync(fd).isFile()) return fd;
    closeSync(fd);
    throw new Error('not a regular file');
  }

  #openToWrite(file: string, flags: number): { fd: number; created: boolean } {
    const write = constants.O_WRONLY | flags;
    try {
      return { fd: this.#open(file, write), created: false };
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown;
      return { fd: this.#open(file, write | constants.O_CREAT | constants.O_EXCL), created: true };
    }
  }

  /** The file to be written, opened once. Another file of its name, or none, is found out by one look. */
  #keepOpen(file: string, flags: number): { fd: number; created: boolean } {
    const kept = this.#kept.get(file);
    if (kept !== undefined) {
      const now = lstatSync(join(this.#folder, file), { throwIfNoEntry: false });
      if (now?.ino === kept.ino && now.dev === kept.dev) return { fd: kept.fd, created: false };
      this.#kept.delete(file);
      closeSync(kept.fd);
    }
    const opened = this.#openToWrite(file, flags);
    const { ino, dev } = fstatSync(opened.fd);
    this.#kept.set(file, { fd: opened.fd, ino, dev });
    return opened;
  }

  #rename(file: string, to: string): void {
    // Windows renames no file that is open.
    this.release();
    const target = join(this.#folder, to);
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) {
      throw new Error('a file of the new name is there already');
    }
    renameSync(join(this.#folder, file), target);
  }

  #freeName(name: string, mark: string, end = ''): string {
    for (let n = 1; ; n += 1) {
      const path = join(this.#folder, `${name}${mark}${n === 1 ? '' : `-${n}`}${end}`);
      if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return path;
    }
  }

  /** A new, renamed or removed name is durable once its folder is. Windows has no such call. */
  #syncFolder(): void {
    attempt(() => {
      const fd = openSync(this.#folder, constants.O_RDONLY);
      try {
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
    });
  }
}

/** An open file and what its name meant when it was opened. */
interface KeptFile {
  readonly fd: number;
  readonly ino: number;
  readonly dev: number;
}

/** One write; if the disk took only a part, the next one names the reason. */
function writeWhole(fd: number, bytes: Uint8Array, position: number | null): void {
  for (let done = 0; done < bytes.length;) {
    const at = position === null ? null : position + done;
    done += writeSync(fd, bytes, done, bytes.length - done, at);
  }
}

function repairMode(path: string, mode: number): void {
  if ((lstatSync(path).mode & 0o777) !== mode) chmodSync(path, mode);
}

function attempt(step: () => unknown): void {
  try {
    step();
  } catch {
    // What this would have made better is not needed for the log to be right.
  }
}
