import { tokenReply, tokenRequest } from '../../shared/http/auth.ts';
import { nothing } from '../../shared/http/schema-parts.ts';
import { jsonBytes } from '../../shared/json-bytes.ts';
import { clientOf, type GatewayApp } from '../route.ts';
import type { RoutePorts } from '../route-ports.ts';

/** Short credentials for the key that was shown. */
export function authRoutes(app: GatewayApp, { vault, answers }: RoutePorts): void {
  app.route({
    method: 'POST',
    url: '/v1/auth/token',
    config: { door: 'client' },
    schema: {
      summary: 'A session token for my key',
      body: tokenRequest,
      response: { 200: tokenReply },
    },
    handler: async ({ call, body }, reply) => {
      const lifetime = body.lifetime_seconds;
      const input = lifetime === undefined ? {} : { lifetimeSeconds: lifetime };
      const made = await vault.access.createToken(clientOf(call), input, call.context);
      const { token, expiresAt } = made;
      reply.hijack();
      try {
        const bytes = jsonBytes({ token, token_type: 'Bearer', expires_at: expiresAt });
        answers.send(reply.raw, 'application/json; charset=utf-8', bytes);
      } finally {
        token.fill(0);
      }
    },
  });
  app.route({
    method: 'POST',
    url: '/v1/auth/logout',
    config: { door: 'client' },
    schema: { summary: 'End the session token that I show', response: { 204: nothing } },
    handler: async ({ call }, reply) => {
      await vault.access.endToken(clientOf(call), call.context);
      return reply.code(204).send(null);
    },
  });
}
