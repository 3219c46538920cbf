import { health, status } from '../../shared/http/exempt.ts';
import type { GatewayApp } from '../route.ts';
import type { RoutePorts } from '../route-ports.ts';

/** What anybody may know: that there is a gateway, and whether it lets clients in now. Nothing of the vault. */
export function statusRoutes(app: GatewayApp, { vault, version }: RoutePorts): void {
  app.route({
    method: 'GET',
    url: '/healthz',
    config: { door: 'exempt' },
    schema: { summary: 'Whether the gateway runs', response: { 200: health } },
    handler: async () => ({ status: 'ok' as const }),
  });
  app.route({
    method: 'GET',
    url: '/status',
    config: { door: 'exempt' },
    schema: { summary: 'Whether clients are let in now', response: { 200: status } },
    handler: async () => {
      const { state } = vault.status();
      const { keysRequired, pausedAll } = vault.access.state();
      return {
        version,
        locked: state !== 'unlocked' && state !== 'tampered',
        paused: pausedAll,
        keys_required: keysRequired,
        warnings: keysRequired ? [] : (['keys_not_required'] as const).slice(),
      };
    },
  });
}
