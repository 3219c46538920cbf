import type { z } from 'zod';
import { VaultError } from '../../shared/vault-error.ts';
import type { Doors } from '../doors.ts';
import { gatewayAddress } from '../gateway-address.ts';
import { askGateway, refusalOf, type GatewayAnswer } from '../gateway-client.ts';
import type { KeySource } from './key-source.ts';

/** A page of long turns; an agent is shown a part of it. */
const LARGEST_ANSWER_BYTES = 32 * 1024 * 1024;

export interface AgentRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: unknown;
}

/** The gateway as a tool sees it: one client's, over JSON. */
export interface AgentGateway {
  /** @throws VaultError as the gateway refused; `vault_unreachable` without one, or if its answer is not of this schema. */
  ask<T>(request: AgentRequest, schema: z.ZodType<T>): Promise<T>;
}

/** Looks for the gateway anew with each call: it may start, stop and move while an agent goes on. */
export function agentGateway(
  doors: Pick<Doors, 'caller' | 'paths'>,
  keys: Pick<KeySource, 'key'>,
): AgentGateway {
  return {
    ask: async ({ method, path, query, json }, schema) => {
      const credential = await keys.key();
      try {
        const answer = await askGateway(gatewayAddress(doors), {
          ...{ method, target: targetOf(path, query), credential },
          ...(json === undefined ? {} : { json }),
          largestAnswerBytes: LARGEST_ANSWER_BYTES,
        });
        return bodyAs(answer, schema);
      } finally {
        credential.fill(0);
      }
    },
  };
}

function targetOf(path: string, query: AgentRequest['query'] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return given.length === 0 ? path : `${path}?${given.join('&')}`;
}

function bodyAs<T>(answer: GatewayAnswer, schema: z.ZodType<T>): T {
  const { status, body } = answer;
  try {
    if (status < 200 || status > 299) throw refusalOf(answer);
    const said: unknown = body.length === 0 ? null : JSON.parse(new TextDecoder().decode(body));
    return schema.parse(said);
  } catch (thrown) {
    if (thrown instanceof VaultError) throw thrown;
    throw new VaultError('vault_unreachable', {
      cause: thrown,
      hint: 'The answer is not understood: gateway and command line are of different versions.',
    });
  } finally {
    body.fill(0);
  }
}
