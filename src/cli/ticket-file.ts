import {
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { terminalSession } from '../runtime/terminal-session.ts';

const TICKET_BYTES = 32;

/** The ticket of one terminal session, kept in a file for its commands. Without a terminal nothing is kept. */
export class TicketFile {
  /** 64 hex digits, null without a terminal. */
  readonly terminal: string | null;
  readonly #path: string | null;

  constructor(
    paths: { ticket(terminal: string): string },
    terminal: string | null = terminalSession(),
  ) {
    this.terminal = terminal;
    this.#path = terminal === null ? null : paths.ticket(terminal);
  }

  /** The ticket, null if there is none. The caller's to wipe. */
  read(): Uint8Array | null {
    if (this.#path === null) return null;
    const stat = lstatSync(this.#path, { throwIfNoEntry: false });
    if (stat?.isFile() !== true || stat.size !== TICKET_BYTES) return null;
    try {
      return readFileSync(this.#path);
    } catch {
      return null;
    }
  }

  /** Whether it could be kept: a full disk costs another prompt and nothing more. */
  keep(ticket: Uint8Array): boolean {
    if (this.#path === null) return false;
    const beside = `${this.#path}.${process.pid}`;
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      writeFileSync(beside, ticket, { mode: 0o600, flag: 'wx' });
      renameSync(beside, this.#path);
      return true;
    } catch {
      rmSync(beside, { force: true });
      return false;
    }
  }

  forget(): void {
    if (this.#path !== null) rmSync(this.#path, { force: true });
  }
}

/** Takes away what terminals kept for a process that has ended: no other one takes those tickets. */
export function removeTickets(paths: { ticket(terminal: string): string }): void {
  const beginning = paths.ticket('');
  const folder = dirname(beginning);
  try {
    for (const name of readdirSync(folder)) {
      if (name.startsWith(basename(beginning))) rmSync(join(folder, name), { force: true });
    }
  } catch {
    // There is no such folder, or it is not to be read: they are refused all the same.
  }
}
