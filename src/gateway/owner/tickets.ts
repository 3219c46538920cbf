import { createHash, randomBytes } from 'node:crypto';
import { VaultError } from '../../shared/vault-error.ts';

/** A ticket that nobody used for so long is no good any more. */
export const TICKET_IDLE_MS = 10 * 60_000;
/** So many terminals at once; the one that was used least recently goes. */
export const TICKETS_AT_ONCE = 64;
const TICKET_BYTES = 32;
const TICKET_TEXT = /^[A-Za-z0-9_-]{43}$/;
const TERMINAL = /^[0-9a-f]{64}$/;

interface Issued {
  /** Null: given to one process without a terminal. */
  readonly terminal: string | null;
  lastUsedMs: number;
}

/**
 * The tickets of the owner's terminals, in memory alone and as hashes: whoever reads this memory can show none. The
 * clock is one that nobody can set.
 */
export class TicketBook {
  readonly #issued = new Map<string, Issued>();
  readonly #monotonicMs: () => number;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** How many are in force. */
  get size(): number {
    this.#dropIdle();
    return this.#issued.size;
  }

  /**
   * A new ticket for whoever has just proved the password; the bytes are the caller's to wipe.
   * @throws VaultError `invalid_input` for a terminal that is not 64 hex digits.
   */
  issue(terminal: string | null): Uint8Array {
    if (terminal !== null && !TERMINAL.test(terminal)) {
      throw new VaultError('invalid_input', { hint: 'A terminal is named by 64 hex digits.' });
    }
    this.#dropIdle();
    for (const [oldest] of this.#issued) {
      if (this.#issued.size < TICKETS_AT_ONCE) break;
      this.#issued.delete(oldest);
    }
    const ticket = Buffer.from(new ArrayBuffer(TICKET_BYTES));
    const random = randomBytes(TICKET_BYTES);
    ticket.set(random);
    random.fill(0);
    this.#issued.set(hashOf(ticket), { terminal, lastUsedMs: this.#monotonicMs() });
    return ticket;
  }

  /** Whether this text (base64url) is a ticket in force at the terminal it was issued for; it is in use again then. */
  holds(text: string | null, terminal: string | null): boolean {
    const hash = hashOfText(text);
    if (hash === null) return false;
    this.#dropIdle();
    const issued = this.#issued.get(hash);
    if (issued === undefined || issued.terminal !== terminal) return false;
    issued.lastUsedMs = this.#monotonicMs();
    // The map keeps the order of use.
    this.#issued.delete(hash);
    this.#issued.set(hash, issued);
    return true;
  }

  /** Its process is done with it. */
  drop(text: string | null): void {
    const hash = hashOfText(text);
    if (hash !== null) this.#issued.delete(hash);
  }

  /** None is good any more. */
  dropAll(): void {
    this.#issued.clear();
  }

  #dropIdle(): void {
    const now = this.#monotonicMs();
    for (const [hash, { lastUsedMs }] of this.#issued) {
      if (now - lastUsedMs >= TICKET_IDLE_MS) this.#issued.delete(hash);
    }
  }
}

function hashOfText(text: string | null): string | null {
  if (text === null || !TICKET_TEXT.test(text)) return null;
  const ticket = Buffer.from(text, 'base64url');
  try {
    return hashOf(ticket);
  } finally {
    ticket.fill(0);
  }
}

/** Looked up by hash: how long that takes tells nothing of the ticket. */
function hashOf(ticket: Uint8Array): string {
  return createHash('sha256').update(ticket).digest('base64url');
}
