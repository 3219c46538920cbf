import type { FastifyRequest } from 'fastify';
import type { VaultApi } from '../core/api.ts';
import { VaultError } from '../shared/vault-error.ts';
import type { GatewayApp } from './route.ts';

const HEADER = 'x-strongroom-session';
const SESSION = /^ses_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A request of a client may name the session that it belongs to in `X-Strongroom-Session`: the session then lives on from
 * now. One that is not the client's answers `not_found` before the route begins; one that has ended stays ended.
 */
export function touchNamedSessions(app: GatewayApp, { vault }: { readonly vault: VaultApi }): void {
  app.addHook('preHandler', (request, _reply, done) => {
    const { principal } = request.call;
    try {
      const id = principal === null ? null : namedSession(request.headers);
      const isRoutes = request.routeOptions.config.countsTurns === true;
      if (principal !== null && id !== null && !isRoutes) {
        vault.access.sessions.touch(principal, { id });
      }
      done();
    } catch (thrown) {
      done(thrown as Error);
    }
  });
}

/** The session that a request names, null if it names none. @throws VaultError `invalid_input`. */
export function namedSession(headers: FastifyRequest['headers']): string | null {
  const id = headers[HEADER];
  if (id === undefined) return null;
  if (typeof id === 'string' && SESSION.test(id)) return id;
  throw new VaultError('invalid_input', { hint: 'X-Strongroom-Session names one session.' });
}
