import { z } from 'zod';

/** Text without lone surrogates, which UTF-8 cannot carry; `max` in UTF-16 units. */
export const text = (max: number): z.ZodType<string> =>
  z
    .string()
    .max(max)
    .refine((value) => value.isWellFormed());

/** A UTC instant `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export const instant = z
  .string()
  .meta({ format: 'date-time', examples: ['2026-11-20T07:00:00.000Z'] });

/** Nothing at all. */
export const nothing = z.null().meta({ description: 'No body' });

/** A whole number in a query: digits only. */
export const digits = (min: number, max: number): z.ZodType<number> =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value),
    z.int().min(min).max(max),
  );

/** `true` or `false` in a query. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** A lower-case UUID behind a prefix such as `ses_`. */
export const prefixedId = (prefix: string): z.ZodString =>
  z
    .string()
    .regex(new RegExp(`^${prefix}[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`));

/** The body of every refusal. */
export const refusal = z
  .object({
    error: z.object({
      code: z.string().meta({ examples: ['not_granted'] }),
      message: z.string(),
      correlation_id: z.uuid().meta({ description: 'The id of the line in the audit log' }),
    }),
  })
  .meta({ description: 'A refusal' });

/** A body that may be left out: no body is one without members. */
export function optionalBody<T extends z.ZodType>(members: T): z.ZodPreprocess<T> {
  return z.preprocess((body) => body ?? {}, members);
}
