import { z } from 'zod';
import { isUuid } from '../ids.ts';
import { FIELD_NAME, SECRET_LIMITS } from '../secret.ts';

/** Nothing asked for. */
export const nothing = z.strictObject({});

/** Text without lone surrogates, which UTF-8 cannot carry; `max` in UTF-16 units. */
export const text = (max: number): z.ZodType<string> =>
  z
    .string()
    .max(max)
    .refine((value) => value.isWellFormed());

/** Bytes of UTF-8, never longer than `max`. */
export const bytes = (max: number): z.ZodType<Uint8Array> =>
  z.instanceof(Uint8Array).refine((value) => value.byteLength <= max);

/** An id of a record or a correlation id: a lower-case UUID. */
export const id = z.string().length(36).refine(isUuid);

/** A correlation id or the beginning of one, which the owner reads on the screen: 8 digits at least. */
export const idPrefix = z
  .string()
  .max(36)
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]*)*$/);

/** A field's name. */
export const fieldName = z.string().regex(FIELD_NAME);

/** Number of a version, or of a line of the log. */
export const ordinal = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A secret's name as it is sent; core says `name_invalid` about what it does not take. */
export const secretName = text(4 * SECRET_LIMITS.nameChars);

/** A password: 256 characters have at most this many bytes before NFC. */
export const password = bytes(16 * 1024);

/** Kind of a secret. */
export const kind = z.enum(['broker', 'llm', 'generic']);

const anyBytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

/** A field with its new value; core says `too_large` about one that is, and a call has a limit of its own. */
export const newField = z.strictObject({
  name: fieldName,
  value: anyBytes,
  concealed: z.boolean(),
});

const shortText = text(SECRET_LIMITS.metadataTextChars).nullable().exactOptional();

/** A change to what the owner says about a secret; null removes the entry. */
export const metadataPatch = z.strictObject({
  description: text(SECRET_LIMITS.descriptionChars).nullable().exactOptional(),
  tags: z.array(text(SECRET_LIMITS.tagChars)).max(SECRET_LIMITS.tags).nullable().exactOptional(),
  environment: shortText,
  provider: shortText,
  account: shortText,
  url: text(SECRET_LIMITS.urlChars).nullable().exactOptional(),
  expires_at: z.string().max(32).nullable().exactOptional(),
});

/** otpauth:// URI of a TOTP seed; null removes it. */
export const totpUri = bytes(4096).nullable().exactOptional();

/** Which version a change was made against; another one answers `version_conflict`. */
export const expectedVersion = ordinal;
