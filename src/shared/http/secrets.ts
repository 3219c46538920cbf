import { z } from 'zod';
import { SECRET_KINDS, FIELD_NAME, SECRET_LIMITS } from '../secret.ts';
import { text } from './schema-parts.ts';

const kind = z.enum(SECRET_KINDS);
const encoding = z
  .literal('base64')
  .meta({ description: 'The text is base64 (RFC 4648 §4) of the bytes that the owner stored' });

const name = text(4 * SECRET_LIMITS.nameChars).meta({
  description: 'Name of the secret, percent-encoded, or its id',
});

/** Which secret. */
export const secretPath = z.strictObject({ name });

/** Which field of it. */
export const fieldPath = z.strictObject({ name, field: z.string().regex(FIELD_NAME) });

/** The query `?ref=strongroom://NAME/FIELD`; without FIELD it means `value`, or the only field. */
export const byRefQuery = z.strictObject({
  ref: text(2048).meta({
    description: 'NAME and FIELD are percent-encoded in the reference, and the whole in the query',
    examples: ['strongroom://openai/value'],
  }),
});

/** The reply of `GET /v1/secrets`: no values. */
export const secretList = z.object({
  secrets: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      kind,
      environment: z.string().nullable(),
      modes: z.array(z.string()),
      expires_in: z.int().nullable().meta({ description: 'Seconds; negative once it has expired' }),
    }),
  ),
});

/** The reply of `GET /v1/secrets/{name}`: every value is a text; `encodings` names those that stand for bytes. */
export const secret = z.object({
  name: z.string(),
  kind,
  version: z.int(),
  fields: z.record(z.string(), z.string()),
  encodings: z
    .record(z.string(), encoding)
    .optional()
    .meta({ description: 'Only if a field has one' }),
});

/** The reply of `GET /v1/secrets/{name}/fields/{field}` in JSON. */
export const secretField = z.object({
  name: z.string(),
  field: z.string(),
  value: z.string(),
  encoding: encoding.optional(),
});

/** The same with `Accept: text/plain`: the value and nothing else. */
export const plainValue = z.string();

/** The reply of `GET /v1/secrets/{name}/totp` (RFC 6238). */
export const totp = z.object({
  code: z.string().meta({ examples: ['492039'] }),
  period_seconds: z.int(),
  remaining_seconds: z.int(),
});
