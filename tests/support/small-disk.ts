import { spawnSync } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FILLER = 'filler';
const BLOCK = Buffer.alloc(64 * 1024, 0x66);

function mount(...args: readonly string[]): boolean {
  return spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
}

const folders: string[] = [];

/** A disk of its own in memory, or null where nobody may mount one. `removeSmallDisks` takes it away. */
export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static mount(mebibytes: number): SmallDisk | null {
    const folder = mkdtempSync(join(tmpdir(), 'strongroom-disk-'));
    if (mount('-t', 'tmpfs', '-o', `size=${String(mebibytes)}m,mode=700`, 'tmpfs', folder)) {
      folders.push(folder);
      return new SmallDisk(folder);
    }
    rmSync(folder, { recursive: true });
    return null;
  }

  /** Leaves about so many bytes free, in steps of a page. */
  fill(freeBytes: number): void {
    const fd = openSync(join(this.folder, FILLER), 'a');
    try {
      writeUntilFull(fd);
      ftruncateSync(fd, Math.max(0, fstatSync(fd).size - freeBytes));
    } finally {
      closeSync(fd);
    }
  }

  makeRoom(): void {
    rmSync(join(this.folder, FILLER), { force: true });
  }

  freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }

  /** Allows or refuses every write to the whole disk. */
  setReadOnly(readOnly: boolean): void {
    if (!mount('-o', `remount,${readOnly ? 'ro' : 'rw'}`, this.folder)) {
      throw new Error('the disk is busy');
    }
  }
}

/** Lays a folder or file over itself so that it alone is read-only; returns what undoes it, or null. */
export function protect(path: string): (() => void) | null {
  if (!mount('--bind', path, path)) return null;
  const undo = (): void => {
    spawnSync('umount', ['-l', path], { stdio: 'ignore' });
  };
  if (mount('-o', 'remount,ro,bind', path)) return undo;
  undo();
  return null;
}

/** Unmounts every disk of this test file; call it in afterAll. */
export function removeSmallDisks(): void {
  for (const folder of folders.splice(0)) {
    spawnSync('umount', ['-l', folder], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether this process may mount; says so once where it may not. */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return refused('only root may');
  const disk = SmallDisk.mount(1);
  return disk === null ? refused('this root may not') : true;
}

function refused(why: string): boolean {
  process.stderr.write(`\nskipped: tests that mount a disk of their own (${why}).\n`);
  return false;
}

function writeUntilFull(fd: number): void {
  for (let size = BLOCK.length; size >= 1; size /= 16) {
    try {
      for (;;) writeSync(fd, BLOCK, 0, size);
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== 'ENOSPC') throw thrown;
    }
  }
}
