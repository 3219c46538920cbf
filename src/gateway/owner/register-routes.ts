import type { VaultApi } from '../../core/api.ts';
import type { GatewayApp } from '../route.ts';
import { clientRoutes } from './client-routes.ts';
import { needTicket, registerCallRoutes, useOwnContext } from './call-routes.ts';
import { ownerConversationRoutes } from './conversation-routes.ts';
import { grantRoutes } from './grant-routes.ts';
import { keyRoutes } from './key-routes.ts';
import type { OwnerDoors } from './owner-doors.ts';
import type { OwnerRoutePorts } from './route-ports.ts';
import { pauseRoutes, settingRoutes } from './setting-routes.ts';

/** Everything that is the owner's: the command line's doors in bytes, and routes in JSON for programs of the owner. */
export function registerOwnerRoutes(app: GatewayApp, vault: VaultApi, doors: OwnerDoors): void {
  const ports: OwnerRoutePorts = {
    vault,
    answers: doors.answers,
    owner: { config: { door: 'owner' }, onRequest: [useOwnContext, needTicket(doors)] },
  };
  registerCallRoutes(app, doors);
  clientRoutes(app, ports);
  keyRoutes(app, ports);
  grantRoutes(app, ports);
  settingRoutes(app, ports);
  pauseRoutes(app, ports);
  ownerConversationRoutes(app, ports);
}
