import { me } from '../../shared/http/me.ts';
import { clientOf, type GatewayApp } from '../route.ts';
import type { RoutePorts } from '../route-ports.ts';

/** The client as it sees itself. */
export function meRoute(app: GatewayApp, { vault }: RoutePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/me',
    config: { door: 'client' },
    schema: { summary: 'Who I am, and what is left of my quota', response: { 200: me } },
    handler: async ({ call }) => {
      const seen = await vault.access.me(clientOf(call), call.context);
      const { limits, used } = seen;
      return {
        client: { id: seen.clientId, name: seen.name },
        key: { prefix: seen.keyPrefix, expires_at: seen.expiresAt },
        plan: seen.plan,
        quota: {
          minute: quota(limits.perMinute, used.minute),
          hour: quota(limits.perHour, used.hour),
          day: quota(limits.perDay, used.day),
          month: quota(limits.perMonth, used.month),
          items: quota(limits.items, used.items),
          bytes: quota(limits.bytes, used.bytes),
        },
      };
    },
  });
}

function quota(
  limit: number | null,
  used: number,
): { readonly limit: number | null; readonly used: number; readonly left: number | null } {
  return { limit, used, left: limit === null ? null : Math.max(0, limit - used) };
}
