import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { AuthenticationError, VaultError } from '../shared/vault-error.ts';
import type { Timers } from '../runtime/auto-lock.ts';

/** The system's clipboard. */
export interface ClipboardPort {
  /** Puts UTF-8 there with whatever keeps it out of histories, monitors and clouds. */
  writeSecret(utf8: Uint8Array): Promise<void>;
  writeText(text: string): Promise<void>;
  /** Its text as UTF-8 in a buffer of the caller's own; null if it holds none. */
  readText(): Promise<Uint8Array | null>;
  clear(): void;
}

export interface ClipboardPorts {
  readonly clipboard: ClipboardPort;
  readonly timers: Timers;
  /** What we put there is cleared in so many milliseconds; 0: nothing of ours lies there any more. */
  readonly counting: (remainingMs: number) => void;
}

const CR = 0x0d;

/**
 * Copies, and clears what was copied unless something else lies there by then. What it remembers of a value is a MAC
 * under a key of this process.
 */
export class ClipboardGuard {
  readonly #ports: ClipboardPorts;
  readonly #key = randomBytes(32);
  #ours: Buffer | null = null;
  #forgetTimer: () => void = () => undefined;
  /** How often clearing was asked for; a copy that sees it change came too late. */
  #clearings = 0;

  constructor(ports: ClipboardPorts) {
    this.#ports = ports;
  }

  /**
   * Copies a secret text for `clearsInMs`.
   * @throws VaultError `not_available` if the system did not take it, `locked` if it was to be cleared before it lay there.
   */
  async copySecret(utf8: Uint8Array, clearsInMs: number): Promise<void> {
    const ours = this.#mark(utf8);
    const clearings = this.#clearings;
    await this.#write(() => this.#ports.clipboard.writeSecret(utf8));
    if (clearings !== this.#clearings) {
      this.#ports.clipboard.clear();
      throw new AuthenticationError('locked');
    }
    this.#ours = ours;
    this.#forgetTimer = this.#ports.timers.after(clearsInMs, () => {
      void this.#clear();
    });
    this.#ports.counting(clearsInMs);
  }

  /** Copies a text that is no secret; it stays there. @throws VaultError `not_available`. */
  async copyText(text: string): Promise<void> {
    await this.#write(() => this.#ports.clipboard.writeText(text));
  }

  /** Clears it if what lies there is what was copied last. Never rejects. */
  async clearIfOurs(): Promise<void> {
    this.#clearings += 1;
    await this.#clear();
  }

  async #clear(): Promise<void> {
    const ours = this.#ours;
    if (ours === null) return;
    this.#forget();
    try {
      const there = await this.#ports.clipboard.readText();
      const isOurs = there !== null && timingSafeEqual(this.#mark(there), ours);
      there?.fill(0);
      // A copy in the meantime has a mark and a time of its own.
      if (isOurs && this.#ours === null) this.#ports.clipboard.clear();
    } catch {
      // Who cannot be asked what it holds is cleared: a lost copy is less than a key left lying.
      if (this.#ours === null) this.#ports.clipboard.clear();
    }
  }

  async #write(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (cause) {
      throw new VaultError('not_available', { cause });
    }
    this.#forget();
  }

  #forget(): void {
    this.#forgetTimer();
    if (this.#ours === null) return;
    this.#ours = null;
    this.#ports.counting(0);
  }

  /** Windows gives line ends back as CR LF and ends a text at its first NUL. Nothing is copied on the way. */
  #mark(utf8: Uint8Array): Buffer {
    const mark = createHmac('sha256', this.#key);
    const nul = utf8.indexOf(0);
    const end = nul === -1 ? utf8.length : nul;
    for (let start = 0; start < end;) {
      const cr = utf8.indexOf(CR, start);
      const stop = cr === -1 || cr > end ? end : cr;
      mark.update(utf8.subarray(start, stop));
      start = stop + 1;
    }
    return mark.digest();
  }
}
