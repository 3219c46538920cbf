import type { FastifyRequest } from 'fastify';
import { VaultError } from '../shared/vault-error.ts';

const HEADER = 'x-strongroom-incognito';

/**
 * Whether nothing of a request is to be kept, by `X-Strongroom-Incognito: 1`. What is neither 0 nor 1 is refused: who
 * asks for it in other words must not be kept by mistake. @throws VaultError `invalid_input`.
 */
export function isIncognito({ headers }: FastifyRequest): boolean {
  const given = headers[HEADER];
  if (given === undefined || given === '0') return false;
  if (given === '1') return true;
  throw new VaultError('invalid_input', { hint: 'X-Strongroom-Incognito is 0 or 1.' });
}

/** For a route that does nothing but keep what it is given. @throws VaultError `invalid_input` if it is to keep nothing. */
export function refuseIncognito(request: FastifyRequest): void {
  if (!isIncognito(request)) return;
  throw new VaultError('invalid_input', { hint: 'An incognito request keeps nothing here.' });
}
