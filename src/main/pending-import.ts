import type { ImportEntry } from '../core/api.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Timers } from '../runtime/auto-lock.ts';

/** A parsed file that waits for the owner's word. Its values are plaintext. */
export interface HeldImport {
  readonly token: string;
  readonly fileName: string;
  readonly parsed: {
    readonly entries: readonly ImportEntry[];
    readonly problems: readonly ImportRemark[];
  };
}

/** Something in the file that was not taken as it stood. */
export interface ImportRemark {
  readonly name: string;
  readonly line?: number;
  readonly code: ErrorCode;
}

const HELD_MS = 5 * 60_000;

/** Holds one parsed file, for five minutes at most; its values are zeroed when it is let go. */
export class PendingImport {
  readonly #timers: Timers;
  #held: HeldImport | null = null;
  #forgetTimer: () => void = () => undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  hold(held: HeldImport): void {
    this.drop();
    this.#held = held;
    this.#forgetTimer = this.#timers.after(HELD_MS, () => {
      this.drop();
    });
  }

  /** The file of that token, or null. */
  get(token: string): HeldImport | null {
    return this.#held?.token === token ? this.#held : null;
  }

  drop(): void {
    this.#forgetTimer();
    if (this.#held !== null) wipeEntries(this.#held.parsed.entries);
    this.#held = null;
  }
}

/** Zeroes every value. */
function wipeEntries(entries: readonly ImportEntry[]): void {
  for (const { totp, fields } of entries) {
    totp?.fill(0);
    for (const { value } of fields) value.fill(0);
  }
}
