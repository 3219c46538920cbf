import { z } from 'zod';

/** The reply of `GET /healthz`: the gateway runs. */
export const health = z.object({ status: z.literal('ok') });

/** The reply of `GET /status`: nothing of what the vault holds. */
export const status = z.object({
  version: z.string(),
  locked: z.boolean(),
  paused: z.boolean().meta({ description: 'The owner has stopped all clients' }),
  keys_required: z.boolean(),
  warnings: z.array(z.enum(['keys_not_required'])),
});
