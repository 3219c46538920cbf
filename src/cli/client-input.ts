import {
  GRANT_MODES,
  OVERLAPS_SECONDS,
  type ClientPatch,
  type ClientRef,
  type GrantMode,
  type OverlapSeconds,
} from '../shared/client.ts';
import { isUuid } from '../shared/ids.ts';
import { parseExpiry } from './parse-expiry.ts';
import { invalidInput } from './usage-error.ts';

/** A client by its name or its id; no name has the form of an id. */
export function parseClient(text: string): ClientRef {
  return text.startsWith('cli_') && isUuid(text.slice('cli_'.length))
    ? { id: text }
    : { name: text };
}

/** Options of `client add` and `client set`. An empty text removes an entry. */
export interface ProfileOptions {
  readonly externalId?: string;
  readonly email?: string;
  readonly description?: string;
  readonly meta?: readonly string[];
  readonly plan?: string;
}

export function profilePatch(options: ProfileOptions): Omit<ClientPatch, 'newName'> {
  const { externalId, email, description, meta, plan } = options;
  return {
    ...(externalId === undefined ? {} : { externalId: orNull(externalId) }),
    ...(email === undefined ? {} : { email: orNull(email) }),
    ...(description === undefined ? {} : { description: orNull(description) }),
    ...(meta === undefined ? {} : { metadata: Object.fromEntries(meta.map(parseEntry)) }),
    ...(plan === undefined ? {} : { plan }),
  };
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

function parseEntry(text: string): [string, string | null] {
  const at = text.indexOf('=');
  if (at < 1) throw invalidInput('An entry of the metadata is NAME=TEXT.');
  return [text.slice(0, at), orNull(text.slice(at + 1))];
}

export function parseMode(text: string): GrantMode {
  const mode = GRANT_MODES.find((known) => known === text);
  if (mode === undefined) throw invalidInput(`The mode is one of ${GRANT_MODES.join(', ')}.`);
  return mode;
}

/** What `--overlap` takes, with the seconds each stands for. */
export const OVERLAPS: ReadonlyMap<string, OverlapSeconds> = new Map(
  ['0', '1h', '24h', '7d', '30d'].map((word, i) => [word, OVERLAPS_SECONDS[i] ?? 0]),
);

export function parseOverlap(text: string): OverlapSeconds {
  const seconds = OVERLAPS.get(text);
  if (seconds === undefined) {
    throw invalidInput(`The overlap is one of ${[...OVERLAPS.keys()].join(', ')}.`);
  }
  return seconds;
}

/** Seconds from now until an `--expires`, null for `never`. */
export function parseLifetime(text: string, nowMs: number): number | null {
  const end = parseExpiry(text, nowMs);
  return end === null ? null : Math.floor((Date.parse(end) - nowMs) / 1000);
}
