import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VaultApi } from '../../core/api.ts';
import type { SecretAnswers } from '../secret-answers.ts';

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** What the owner's routes work with. */
export interface OwnerRoutePorts {
  readonly vault: VaultApi;
  readonly answers: SecretAnswers;
  /** Of every route of the owner's: its door, and what is looked at before the body is read. */
  readonly owner: {
    readonly config: { readonly door: 'owner' };
    readonly onRequest: Hook[];
  };
}
