import { GRANT_MODES, type GrantMode, type GrantRules } from '../../shared/client.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { AddGrantInput } from '../client-api.ts';
import { findPresentClient } from '../clients/find-client.ts';
import { randomId } from '../crypto/random.ts';
import { carryOut } from '../integrity/carry-out.ts';
import { isInstant } from '../secrets/check-input.ts';
import { findRecord } from '../secrets/find-record.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { sealGrant } from './grant-record.ts';
import { checkedLimits, crossesFence, fenceOf, parseRules } from './rules.ts';

const EVENT = 'grant.add';

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

/**
 * Grants a client the use of a secret. The grant stands on the side of the fence on which the secret stands now: should the
 * secret's environment change, it holds no longer. @throws VaultError `not_found`, `record_corrupt`, `invalid_input` also
 * for rules that would take a paper secret to a live host.
 */
export function addGrant(
  core: VaultCore,
  input: AddGrantInput,
  context: CallContext,
): Promise<{ readonly id: string }> {
  return core.writable({ event: EVENT }, context, (session) => {
    const { keys } = session;
    const client = findPresentClient(core.store, keys, input.client).row.id;
    const secret = findRecord(core.store, session, input.secret);
    const mode = checkMode(input.mode);
    const rules = checkRules(input.rules, mode);
    const limits = checkedLimits(input.limits ?? {});
    if (limits === null) refuse('A limit is a whole number from 1.');
    const fence = fenceOf(secret.metadata.environment);
    if (crossesFence(fence, rules)) refuse('A paper secret is never granted to a live host.');
    const content = {
      id: `grt_${randomId()}`,
      version: 1,
      client_id: client,
      object_kind: 'secret',
      object_id: secret.row.id,
      mode,
      fence,
      created_at: core.clock.nowText(),
      expires_at: checkExpiry(input.expiresAt ?? null),
    };
    const row = sealGrant(keys, content, { rules, limits });
    const ref = { client, grant: content.id, secret: secret.row.id };
    carryOut(core, session, { event: EVENT, ref }, context, (tx) => {
      tx.insert('grants', row);
    });
    return { id: content.id };
  });
}

function checkMode(mode: unknown): GrantMode {
  const known = GRANT_MODES.find((it) => it === mode);
  return known ?? refuse(`The mode is one of ${GRANT_MODES.join(', ')}.`);
}

function checkRules(given: unknown, mode: GrantMode): GrantRules {
  const rules = parseRules(given ?? {});
  if (rules === null) refuse('A rule is not of the form of a host, a path or a method.');
  if (mode === 'read' && Object.values(rules).some((rule) => rule !== undefined)) {
    refuse('Who may read a value may take it anywhere: rules are for inject and sign.');
  }
  return rules;
}

function checkExpiry(instant: unknown): string | null {
  if (instant === null) return null;
  return typeof instant === 'string' && isInstant(instant)
    ? instant
    : refuse('The expiry is not a UTC instant.');
}
