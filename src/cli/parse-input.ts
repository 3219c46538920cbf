import { SECRET_KINDS, type MetadataPatch, type SecretKind } from '../shared/secret.ts';
import { looksLikeReference, parseReference } from '../shared/reference.ts';
import { parseExpiry } from './parse-expiry.ts';
import { invalidInput } from './usage-error.ts';

/** A whole number as an option gives it. `rule` is the sentence that refuses anything else. */
export function parseInteger(
  text: string,
  { min, max = Number.MAX_SAFE_INTEGER, rule }: { min: number; max?: number; rule: string },
): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < min || value > max) throw invalidInput(rule);
  return value;
}

export function parseVersion(text: string): number {
  return parseInteger(text, { min: 1, rule: 'A version is a whole number from 1.' });
}

export function parseKind(text: string): SecretKind {
  const kind = SECRET_KINDS.find((known) => known === text);
  if (kind === undefined) throw invalidInput(`The kind is one of ${SECRET_KINDS.join(', ')}.`);
  return kind;
}

export interface NamedField {
  readonly name: string;
  readonly field: string | null;
}

/** NAME or strongroom://NAME/FIELD, with `--field` beside it. */
export function parseNameOrReference(text: string, field: string | undefined): NamedField {
  if (!looksLikeReference(text)) return { name: text, field: field ?? null };
  const reference = parseReference(text);
  if (reference === null) throw invalidInput('A reference looks like strongroom://NAME/FIELD.');
  if (field !== undefined && reference.field !== null && field !== reference.field) {
    throw invalidInput('The reference and --field name two different fields.');
  }
  return { name: reference.name, field: field ?? reference.field };
}

/** Options of `set` that say something about a secret. */
export interface MetadataOptions {
  readonly description?: string;
  readonly tag?: readonly string[];
  readonly environment?: string;
  readonly provider?: string;
  readonly account?: string;
  readonly url?: string;
  readonly expires?: string;
}

/** The change these options ask for; an empty text, and `--expires never`, remove the entry. */
export function metadataPatch(options: MetadataOptions, nowMs: number): MetadataPatch {
  const { tag, expires } = options;
  const tags = tag?.filter((text) => text !== '');
  return {
    ...textEntry('description', options.description),
    ...textEntry('environment', options.environment),
    ...textEntry('provider', options.provider),
    ...textEntry('account', options.account),
    ...textEntry('url', options.url),
    ...(tags === undefined ? {} : { tags: tags.length === 0 ? null : tags }),
    ...(expires === undefined ? {} : { expires_at: parseExpiry(expires, nowMs) }),
  };
}

type TextEntry = 'description' | 'environment' | 'provider' | 'account' | 'url';

function textEntry(key: TextEntry, text: string | undefined): MetadataPatch {
  return text === undefined ? {} : { [key]: text === '' ? null : text };
}

/** Gathers an option that may be given more than once. */
export function gather(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}
