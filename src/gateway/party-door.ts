import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VaultApi } from '../core/api.ts';
import type { Party } from '../core/conversation-api.ts';
import { clientOf, type Call } from './route.ts';
import type { RoutePorts } from './route-ports.ts';
import type { SecretAnswers } from './secret-answers.ts';

/**
 * Where the routes of conversations, search and profiles are served: for clients, each of which sees its own, and for the
 * owner, who sees all.
 */
export interface PartyDoor {
  readonly vault: VaultApi;
  readonly answers: SecretAnswers;
  /** Before the path of each route. */
  readonly prefix: string;
  /** Of every route: its door, and what is looked at before the body is read. */
  readonly route: {
    readonly config: { readonly door: 'client' | 'owner' };
    readonly onRequest: ((request: FastifyRequest, reply: FastifyReply) => Promise<void>)[];
  };
  partyOf(call: Call): Party;
}

/** The door of clients, on both listeners. */
export function clientDoor({ vault, answers }: RoutePorts): PartyDoor {
  const route = { config: { door: 'client' as const }, onRequest: [] };
  return { vault, answers, prefix: '/v1', route, partyOf: clientOf };
}

/** Sends a document that a browser or a program would store under this name: letters, digits, `-`, `_` and dots. */
export function sendDocument(
  { answers }: Pick<PartyDoor, 'answers'>,
  reply: FastifyReply,
  document: { readonly name: string; readonly type: string; readonly bytes: Uint8Array },
): void {
  const { name, type, bytes } = document;
  reply.hijack();
  reply.raw.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  answers.send(reply.raw, type, bytes);
}
