import { z } from 'zod';
import { digits, instant } from './schema-parts.ts';

/** `GET /v1/audit`; `before_seq` is the way to the page before. */
export const auditQuery = z.strictObject({
  before_seq: digits(0, Number.MAX_SAFE_INTEGER).exactOptional(),
  from_seq: digits(0, Number.MAX_SAFE_INTEGER).exactOptional(),
  limit: digits(1, 1000).exactOptional(),
  correlation_id: z.uuid().exactOptional(),
});

/** The client's own lines of the log, newest last. */
export const auditEvents = z.object({
  events: z.array(
    z.object({
      seq: z.int(),
      ts: instant,
      correlation_id: z.string(),
      event: z.string(),
      outcome: z.enum(['attempt', 'ok', 'denied', 'error']),
      reason: z.string().nullable(),
      ref: z.record(z.string(), z.string()),
      n: z.record(z.string(), z.int()),
    }),
  ),
});
