import type { ErrorCode } from '../../shared/errors.ts';
import type { ImportEntry } from '../api.ts';
import { wipe } from '../crypto/bytes.ts';

/** Something in the source that was not taken as it stood. The owner reads it; it never holds a value. */
export interface ImportProblem {
  /** Name of the entry; empty where the source gives none that could be shown. */
  readonly name: string;
  /** Line of the source, from 1. */
  readonly line?: number;
  readonly code: ErrorCode;
  /** One fixed English sentence. */
  readonly hint?: string;
}

/** What a source held: the entries that can be stored, and everything that was wrong beside them. */
export interface ParsedImport {
  readonly entries: readonly ImportEntry[];
  readonly problems: readonly ImportProblem[];
}

/** Zeroes every value of the entries: for when they have been stored. */
export function wipeParsedImport({ entries }: ParsedImport): void {
  for (const entry of entries) wipe(entry.totp, ...entry.fields.map((field) => field.value));
}
