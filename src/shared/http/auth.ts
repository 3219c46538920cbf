import { z } from 'zod';
import { SESSION_TOKEN_SECONDS } from '../access.ts';
import { instant, optionalBody } from './schema-parts.ts';

/** `POST /v1/auth/token`; no body at all asks for the usual life. */
export const tokenRequest = optionalBody(
  z.strictObject({
    lifetime_seconds: z
      .int()
      .min(SESSION_TOKEN_SECONDS.shortest)
      .max(SESSION_TOKEN_SECONDS.longest)
      .exactOptional(),
  }),
);

/** Its answer: the token is told once. */
export const tokenReply = z.object({
  token: z.string().meta({ examples: ['srt_…'] }),
  token_type: z.literal('Bearer'),
  expires_at: instant,
});
