import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { VaultError } from '../shared/vault-error.ts';
import type { AuditQuery } from '../core/call.ts';
import type { AuditEntry } from '../shared/model.ts';
import type { Deps } from './deps.ts';
import { showEntries } from './show-entries.ts';

const POLL_MS = 250;
const FIRST_LINES = 10;
const CHUNK_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;

/**
 * Shows the newest lines and then every new one until it is interrupted. The file is read beside its owner and
 * nothing is written: following must not keep the commands that are followed from opening the vault.
 */
export async function followAudit(query: AuditQuery, deps: Deps): Promise<undefined> {
  const { audit } = deps.doors.paths();
  const tail = new LogTail(join(audit, 'audit.jsonl'));
  const first = tail.read().filter((entry) => matches(entry, query));
  await showEntries(first.slice(-(query.limit ?? FIRST_LINES)), deps);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    await showEntries(
      tail.read().filter((entry) => matches(entry, query)),
      deps,
    );
  }
}

function matches(entry: AuditEntry, { event, outcome, correlationId }: AuditQuery): boolean {
  return (
    (event === undefined || entry.event === event) &&
    (outcome === undefined || entry.outcome === outcome) &&
    (correlationId === undefined || entry.correlation_id === correlationId)
  );
}

/** Reads what was appended since the last time. A file that was renamed away is read to its end first. */
export class LogTail {
  readonly #path: string;
  #fd: number | null = null;
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  read(): readonly AuditEntry[] {
    const entries = [...this.#readOpen()];
    if (this.#wasReplaced()) {
      this.close();
      entries.push(...this.#readOpen());
    }
    return entries;
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
    this.#rest = Buffer.alloc(0);
  }

  #readOpen(): readonly AuditEntry[] {
    this.#fd ??= open(this.#path);
    const lines: AuditEntry[] = [];
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (;;) {
      const length = readSync(this.#fd, chunk);
      if (length === 0) return lines;
      this.#rest = Buffer.concat([this.#rest, chunk.subarray(0, length)]);
      lines.push(...this.#takeLines());
    }
  }

  *#takeLines(): Generator<AuditEntry> {
    for (;;) {
      const end = this.#rest.indexOf(LINE_FEED);
      if (end === -1) return;
      const entry = parseEntry(this.#rest.subarray(0, end).toString('utf8'));
      this.#rest = this.#rest.subarray(end + 1);
      if (entry !== null) yield entry;
    }
  }

  #wasReplaced(): boolean {
    if (this.#fd === null) return false;
    const now = statSync(this.#path, { throwIfNoEntry: false });
    return now !== undefined && now.ino !== fstatSync(this.#fd).ino;
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new VaultError('not_initialized', { cause });
  }
}

/** The line without its MAC, or null for what is no line of the log; `audit verify` names those. */
function parseEntry(line: string): AuditEntry | null {
  try {
    const entry = JSON.parse(line) as AuditEntry & { mac?: string };
    delete entry.mac;
    return typeof entry.event === 'string' ? entry : null;
  } catch {
    return null;
  }
}
