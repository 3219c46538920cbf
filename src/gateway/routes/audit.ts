import { auditEvents, auditQuery } from '../../shared/http/audit.ts';
import { clientOf, type GatewayApp } from '../route.ts';
import type { RoutePorts } from '../route-ports.ts';

/** A client's own lines of the audit log. */
export function auditRoute(app: GatewayApp, { vault }: RoutePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/audit',
    config: { door: 'client' },
    schema: {
      summary: 'What the audit log says of me',
      querystring: auditQuery,
      response: { 200: auditEvents },
    },
    handler: async ({ call, query }) => {
      const { before_seq: beforeSeq, from_seq: fromSeq, limit, correlation_id: id } = query;
      const asked = {
        limit: limit ?? 100,
        ...(beforeSeq === undefined ? {} : { beforeSeq }),
        ...(fromSeq === undefined ? {} : { fromSeq }),
        ...(id === undefined ? {} : { correlationId: id }),
      };
      const events = await vault.access.events(clientOf(call), asked, call.context);
      return {
        events: events.map(({ seq, ts, correlation_id, event, outcome, reason, ref, n }) => ({
          ...{ seq, ts, correlation_id, event, outcome, reason },
          ...{ ref: { ...ref }, n: { ...n } },
        })),
      };
    },
  });
}
