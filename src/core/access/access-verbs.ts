import type { Me, Principal } from '../../shared/access.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { AccessApi } from '../access-api.ts';
import type { CallContext } from '../call.ts';
import { randomId } from '../crypto/random.ts';
import { carryOut } from '../integrity/carry-out.ts';
import { planLimits } from '../plans/plan-limits.ts';
import { tryTo, type VaultCore, type VaultSession } from '../session/vault-core.ts';
import type { Metering } from '../usage/metering.ts';
import { AccessMemory } from './access-memory.ts';
import { accessState } from './access-state.ts';
import type { Access } from './access.ts';
import { admit, asClient } from './act-as-client.ts';
import { grantedTotp, listGrantedSecrets, withGrantedSecret } from './granted-secrets.ts';
import { identify } from './identify.ts';
import { LiveSessions } from './live-sessions.ts';
import { ownEvents } from './own-events.ts';
import { setServiceToken } from './trusted-program-token.ts';
import { createToken, endToken, tokensToDrop } from './session-tokens.ts';
import { expireSessions, sessionsApi } from './sessions.ts';

/** Sessions that one call of `expire` marks at most: it runs between requests. */
const EXPIRED_AT_ONCE = 500;

/** The verbs of clients, bound to one vault. */
export function accessApi(core: VaultCore, metering: Metering): AccessApi {
  const memory = new AccessMemory(core);
  const access = { core, memory, metering, sessions: new LiveSessions(core) };
  core.onStateChange((state) => {
    if (state === 'unlocked') expire(access);
  });
  return {
    identify: (input) => identify(access, input),
    admit: (principal) => {
      admit(access, principal);
    },
    me: (principal, context) => showMe(access, principal, context),
    listSecrets: (principal, context) => listGrantedSecrets(access, principal, context),
    withSecret: (principal, ref, use, context) =>
      withGrantedSecret(access, { principal, ref }, use, context),
    totp: (principal, ref, context) => grantedTotp(access, { principal, ref }, context),
    createToken: (principal, input, context) => createToken(access, principal, input, context),
    endToken: (principal, context) => endToken(access, principal, context),
    sessions: sessionsApi(access),
    usage: (principal, query, context) =>
      asClient(access, { event: 'usage.read', principal }, context, (_, { id }, own) => {
        const { clientId: asked = id } = query;
        if (asked !== id) throw new VaultError('not_granted');
        return metering.report({ ...query, clientId: id }, own);
      }),
    events: (principal, query, context) => ownEvents(access, principal, query, context),
    record: (principal, request, context) => {
      metering.record(principal, request, context);
    },
    flush: () => {
      metering.flush();
      access.sessions.flush();
    },
    expire: () => {
      expire(access);
    },
    state: () => accessState(access),
    usageOf: (query, context) => metering.report(query, context),
    setServiceToken: (input, context) => setServiceToken(access, input, context),
  };
}

function showMe(access: Access, principal: Principal, context: CallContext): Promise<Me> {
  const { core, metering } = access;
  return asClient(access, { event: 'client.get', principal }, context, ({ keys }, client) => {
    const { keyId, expiresAt } = principal;
    const limits = planLimits(core.store, keys, client.plan);
    if (limits === null) throw new VaultError('record_corrupt');
    return {
      clientId: client.id,
      name: client.name,
      keyPrefix: keyId === null ? null : (core.store.get('api_keys', keyId)?.prefix ?? null),
      expiresAt,
      plan: client.plan,
      limits,
      used: metering.usedOf(client.id),
    };
  });
}

/** Each step for itself: one that cannot be written now is tried again in a minute. */
function expire(access: Access): void {
  const { session } = access.core;
  if (session === null || session.tampered) return;
  tryTo(() => expireSessions(access, session, EXPIRED_AT_ONCE));
  tryTo(() => {
    expireTokens(access.core, session);
  });
  tryTo(() => access.metering.expireOld());
}

function expireTokens(core: VaultCore, session: VaultSession): void {
  const ids = tokensToDrop(core.store, core.clock.nowText());
  if (ids.length === 0) return;
  const act = { event: 'token.expire', ref: {}, n: { tokens: ids.length } };
  const context = { correlationId: randomId(), actor: 'system' } as const;
  carryOut(core, session, act, context, (tx) => {
    for (const id of ids) tx.remove('session_tokens', [id]);
  });
}
