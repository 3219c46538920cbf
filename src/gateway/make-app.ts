import { buildApp } from './build-app.ts';
import type { FrontDoor } from './front-door.ts';
import { describeRoutes } from './open-api.ts';
import { clientDoor } from './party-door.ts';
import type { GatewayOptions, GatewayPorts } from './ports.ts';
import type { GatewayApp } from './route.ts';
import type { RouteTable } from './route-table.ts';
import { auditRoute } from './routes/audit.ts';
import { authRoutes } from './routes/auth.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { documentRoutes } from './routes/documents.ts';
import { meRoute } from './routes/me.ts';
import { memoryRoute } from './routes/memory.ts';
import { profileRoutes } from './routes/profile.ts';
import { searchRoute } from './routes/search.ts';
import { secretsRoutes } from './routes/secrets.ts';
import { sessionsRoutes } from './routes/sessions.ts';
import { statusRoutes } from './routes/status.ts';
import { turnRoutes } from './routes/turns.ts';
import { usageRoute } from './routes/usage.ts';
import type { SecretAnswers } from './secret-answers.ts';
import { touchNamedSessions } from './touch-session.ts';

/** What is shared between the app and what stands before it. */
export interface AppParts {
  readonly door: FrontDoor;
  readonly table: RouteTable;
  readonly answers: SecretAnswers;
}

/** The app with every route there is, ready for requests; `table` is full when it resolves. */
export async function makeApp(
  ports: GatewayPorts,
  { door, table, answers }: AppParts,
  ownerRoutes: GatewayOptions['ownerRoutes'],
): Promise<GatewayApp> {
  const app = buildApp(door, table);
  const documentOf = await describeRoutes(app, { version: ports.version, table });
  const routePorts = { ...ports, answers };
  touchNamedSessions(app, ports);
  statusRoutes(app, routePorts);
  documentRoutes(app, documentOf);
  meRoute(app, routePorts);
  secretsRoutes(app, routePorts);
  authRoutes(app, routePorts);
  sessionsRoutes(app, routePorts);
  usageRoute(app, routePorts);
  auditRoute(app, routePorts);
  const clients = clientDoor(routePorts);
  conversationRoutes(app, clients);
  turnRoutes(app, clients);
  searchRoute(app, clients);
  memoryRoute(app, clients);
  profileRoutes(app, clients);
  ownerRoutes?.(app);
  await app.ready();
  return app;
}
