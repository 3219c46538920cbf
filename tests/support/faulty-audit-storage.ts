import { MemoryAuditStorage } from './memory-audit-storage.ts';

type Operation =
  | 'append'
  | 'writeState'
  | 'rotate'
  | 'saveTorn'
  | 'setAside'
  | 'removeSegment'
  | 'read'
  | 'readState';

/** A storage that breaks as a disk does: full, read-only, or in the middle of a line. */
export class FaultyAuditStorage extends MemoryAuditStorage {
  /** Operations that fail, each with the error's code. */
  readonly failing = new Map<Operation, string>();
  /** How much of a line a failing `append` leaves in the file. */
  partialBytes = 0;
  /** Whether there is ballast; releasing it mends what failed for want of space. */
  ballast = false;
  ballastReleased = 0;

  readOnly(): void {
    const operations = [
      'append',
      'writeState',
      'rotate',
      'saveTorn',
      'setAside',
      'removeSegment',
    ] as const;
    for (const operation of operations) this.failing.set(operation, 'EROFS');
  }

  override append(line: Uint8Array): void {
    if (this.failing.has('append')) super.append(line.subarray(0, this.partialBytes));
    this.#check('append');
    super.append(line);
  }

  override writeState(bytes: Uint8Array, options: { readonly sync: boolean }): void {
    this.#check('writeState');
    super.writeState(bytes, options);
  }

  override rotate(firstSeq: number): void {
    this.#check('rotate');
    super.rotate(firstSeq);
  }

  override saveTorn(seq: number, length: number): void {
    this.#check('saveTorn');
    super.saveTorn(seq, length);
  }

  override setAside(): void {
    this.#check('setAside');
    super.setAside();
  }

  override removeSegment(file: string): void {
    this.#check('removeSegment');
    super.removeSegment(file);
  }

  override read(file: string, offset = 0): Uint8Array {
    this.#check('read');
    return super.read(file, offset);
  }

  override readState(): Uint8Array | null {
    this.#check('readState');
    return super.readState();
  }

  override releaseBallast(): boolean {
    if (!this.ballast) return false;
    this.ballast = false;
    this.ballastReleased += 1;
    for (const [operation, code] of this.failing) {
      if (code === 'ENOSPC') this.failing.delete(operation);
    }
    return true;
  }

  #check(operation: Operation): void {
    const code = this.failing.get(operation);
    if (code === undefined) return;
    throw Object.assign(new Error(`${code}: no luck, ${operation} '/home/owner/vault/audit'`), {
      code,
    });
  }
}
