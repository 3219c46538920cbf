import { z } from 'zod';
import { instant } from './schema-parts.ts';

const quota = z.object({
  limit: z.int().nullable().meta({ description: 'null: no limit' }),
  used: z.int(),
  left: z.int().nullable(),
});

/** The reply of `GET /v1/me`: who calls, and what is left. */
export const me = z.object({
  client: z.object({ id: z.string(), name: z.string() }),
  key: z.object({
    prefix: z
      .string()
      .nullable()
      .meta({ description: 'null: keys are not required, none was shown' }),
    expires_at: instant.nullable(),
  }),
  plan: z.string(),
  quota: z.object({
    minute: quota,
    hour: quota,
    day: quota,
    month: quota,
    items: quota,
    bytes: quota,
  }),
});
