import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { CallContext } from '../core/call.ts';
import type { Listener, Principal } from '../shared/access.ts';

/**
 * Who may come to a route, on which listener, with what:
 * - `exempt`: anybody, as far as `auth.exempt_paths` says; else like `client`
 * - `client`: one key or session token in `Authorization: Bearer`
 * - `owner`: the socket only, with `Authorization: Ticket`; the ticket itself is the route's to check
 * - `socket`: the socket only; a ticket may be shown and need not
 *
 * Where a route is not served it answers 404 like one that does not exist.
 */
export type Door = 'exempt' | 'client' | 'owner' | 'socket';

/** The bodies a route takes: JSON for its schema to check, or bytes as they are (the route wipes them). */
export type BodyType = 'application/json' | 'application/octet-stream';

/** One request behind the guards. */
export interface Call {
  readonly listener: Listener;
  /** The template, `/v1/secrets/{name}`. */
  readonly route: string;
  readonly method: string;
  readonly receivedMs: number;
  /** Who calls; null at the doors `exempt`, `owner` and `socket`. */
  principal: Principal | null;
  /** What follows `Ticket ` at the doors `owner` and `socket`; null: nothing was shown. */
  ticket: string | null;
  /** Goes with every verb; a refusal that is counted with others takes their correlation id. */
  context: CallContext;
  /** The route's verb has begun: what it throws is noted by itself and never counted with others. */
  begun: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route names its door; one without is refused at the start. */
    door?: Door;
    /** Default JSON if the route has a schema for a body, else it takes none. */
    bodyType?: BodyType;
    /** The route itself touches the session that a request names, once it knows how many turns that makes. */
    countsTurns?: boolean;
  }
  interface FastifyRequest {
    /** Set before any hook or handler of a route runs. */
    call: Call;
  }
}

/**
 * The Fastify app with schemas of zod. Every route that is registered is a row of the closed table, in Fastify's words:
 * `url` with `:name`, `schema`, `bodyLimit` in bytes (default 16 KiB) and `config: {door, bodyType}`.
 */
export type GatewayApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Bytes of a body unless a route says otherwise. */
export const BODY_LIMIT_BYTES = 16 * 1024;

/** The principal of a call at the door `client`. */
export function clientOf(call: Call): Principal {
  if (call.principal === null) throw new TypeError('this door has no principal');
  return call.principal;
}
