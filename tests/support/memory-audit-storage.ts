import {
  brokenAmong,
  brokenName,
  brokenNumber,
  CURRENT_SEGMENT,
  segmentName,
  segmentsAmong,
  STATE_FILE,
} from '../../src/core/audit/file-names.ts';
import type { AuditStorage } from '../../src/core/ports.ts';

/** The audit folder as a map of names to bytes. */
export class MemoryAuditStorage implements AuditStorage {
  readonly files = new Map<string, Uint8Array>();
  /** How many bytes `read` gave out: what a real disk would have had to read. */
  bytesRead = 0;
  /** State writes that asked for fdatasync. */
  syncs = 0;

  /** An independent copy, as a crash or a second process would see it. */
  clone(): MemoryAuditStorage {
    const copy = new MemoryAuditStorage();
    for (const [name, bytes] of this.files) copy.files.set(name, Uint8Array.from(bytes));
    return copy;
  }

  text(file: string = CURRENT_SEGMENT): string {
    return Buffer.from(this.files.get(file) ?? []).toString('latin1');
  }

  setText(text: string, file: string = CURRENT_SEGMENT): void {
    this.files.set(file, Uint8Array.from(Buffer.from(text, 'latin1')));
  }

  readState(): Uint8Array | null {
    const state = this.files.get(STATE_FILE);
    return state === undefined ? null : Uint8Array.from(state);
  }

  writeState(bytes: Uint8Array, options: { readonly sync: boolean }): void {
    if (options.sync) this.syncs += 1;
    this.files.set(STATE_FILE, Uint8Array.from(bytes));
  }

  append(line: Uint8Array): void {
    const bytes = this.#bytes(CURRENT_SEGMENT);
    const length = bytes.length + line.length;
    let room = bytes;
    if (bytes.byteOffset + length > bytes.buffer.byteLength) {
      room = new Uint8Array(length * 2);
      room.set(bytes);
    }
    const grown = new Uint8Array(room.buffer, room.byteOffset, length);
    grown.set(line, bytes.length);
    this.files.set(CURRENT_SEGMENT, grown);
  }

  segments(): readonly string[] {
    return segmentsAmong([...this.files.keys()]);
  }

  brokenFiles(): readonly string[] {
    return brokenAmong([...this.files.keys()]);
  }

  read(file: string, offset = 0): Uint8Array {
    const bytes = this.files.get(file);
    if (bytes === undefined) throw new Error('no such file');
    const read = Uint8Array.from(bytes.subarray(offset));
    this.bytesRead += read.length;
    return read;
  }

  size(file: string): number {
    return this.#bytes(file).length;
  }

  saveTorn(seq: number, length: number): void {
    const bytes = this.#bytes(CURRENT_SEGMENT);
    let name = `torn-${seq}.bin`;
    for (let n = 2; this.files.has(name); n += 1) name = `torn-${seq}-${n}.bin`;
    this.files.set(name, bytes.slice(length));
    this.files.set(CURRENT_SEGMENT, bytes.slice(0, length));
  }

  rotate(firstSeq: number): void {
    this.#rename(CURRENT_SEGMENT, segmentName(firstSeq));
    this.files.set(CURRENT_SEGMENT, new Uint8Array(0));
  }

  removeSegment(file: string): void {
    this.files.delete(file);
  }

  setAside(): void {
    const next = (brokenNumber(this.brokenFiles().at(-1) ?? '') ?? 0) + 1;
    for (const [i, file] of [...this.segments().entries()].reverse()) {
      this.#rename(file, brokenName(next + i));
    }
  }

  release(): void {
    // Nothing is kept open.
  }

  releaseBallast(): boolean {
    return false;
  }

  #bytes(file: string): Uint8Array {
    return this.files.get(file) ?? new Uint8Array(0);
  }

  #rename(file: string, to: string): void {
    if (this.files.has(to)) throw new Error('a file of the new name is there already');
    this.files.set(to, this.#bytes(file));
    this.files.delete(file);
  }
}
