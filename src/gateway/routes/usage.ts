import type { UsageSum } from '../../shared/access.ts';
import { usage, usageQuery } from '../../shared/http/usage.ts';
import { clientOf, type GatewayApp } from '../route.ts';
import type { RoutePorts } from '../route-ports.ts';

/** What a client has used. */
export function usageRoute(app: GatewayApp, { vault }: RoutePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/usage',
    config: { door: 'client' },
    schema: { summary: 'My requests', querystring: usageQuery, response: { 200: usage } },
    handler: async ({ call, query }) => {
      const { from_day: fromDay, to_day: toDay, key_id: keyId, limit } = query;
      const asked = {
        ...(fromDay === undefined ? {} : { fromDay }),
        ...(toDay === undefined ? {} : { toDay }),
        ...(keyId === undefined ? {} : { keyId }),
        ...(limit === undefined ? {} : { limit }),
      };
      const report = await vault.access.usage(clientOf(call), asked, call.context);
      return {
        ...sumOf(report),
        by_day: report.byDay.map((part) => ({ day: part.day, ...sumOf(part) })),
        by_route: report.byRoute.map((part) => ({
          ...{ method: part.method, route: part.route },
          ...sumOf(part),
        })),
        by_key: report.byKey.map((part) => ({ key_id: part.keyId, ...sumOf(part) })),
        entries: report.entries.map(({ id, keyId: key, createdAt, correlationId, ...entry }) => ({
          ...{ id, key_id: key, route: entry.route, method: entry.method, status: entry.status },
          ...{ ms: entry.ms, day: entry.day, created_at: createdAt, correlation_id: correlationId },
        })),
        damaged: report.damaged,
      };
    },
  });
}

function sumOf({ requests, refused, ms }: UsageSum): UsageSum {
  return { requests, refused, ms };
}
