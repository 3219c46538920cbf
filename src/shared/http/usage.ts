import { z } from 'zod';
import { digits, instant, prefixedId } from './schema-parts.ts';

const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .meta({ description: "Calendar day of the owner's time zone" });
const sum = {
  requests: z.int(),
  refused: z.int().meta({ description: 'With a status of 400 or above' }),
  ms: z.int(),
};

/** `GET /v1/usage`; days include both ends. */
export const usageQuery = z.strictObject({
  from_day: day.exactOptional(),
  to_day: day.exactOptional(),
  key_id: prefixedId('key_').exactOptional(),
  limit: digits(1, 1000).exactOptional(),
});

/** Its answer. Sums are of all that was asked for, entries the newest of it. */
export const usage = z.object({
  ...sum,
  by_day: z.array(z.object({ day: z.string(), ...sum })),
  by_route: z.array(z.object({ method: z.string(), route: z.string(), ...sum })),
  by_key: z.array(z.object({ key_id: z.string().nullable(), ...sum })),
  entries: z.array(
    z.object({
      id: z.string(),
      key_id: z.string().nullable(),
      route: z.string(),
      method: z.string(),
      status: z.int(),
      ms: z.int(),
      day: z.string(),
      created_at: instant,
      correlation_id: z.string(),
    }),
  ),
  damaged: z.int(),
});
