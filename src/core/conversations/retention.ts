import { OWNER, RETENTION_DAYS_MAX, type Retention } from '../../shared/conversation.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { carryOut } from '../integrity/carry-out.ts';
import type { Archive } from './archive.ts';
import { daysKept } from './days-kept.ts';
import { namedClient } from './party.ts';

const EVENT = 'retention.set';

/** For how long a client's turns are kept. @throws VaultError `not_found`. */
export function getRetention(
  { core }: Archive,
  { client }: { readonly client: string },
  context: CallContext,
): Promise<Retention> {
  return core.unlocked({ event: 'retention.get' }, context, ({ keys }) => {
    const days = daysKept(core.store, keys, namedClient(core.store, client));
    if (days === null) return 'forever';
    return days === 0 ? 'off' : days;
  });
}

/** Chooses it. What is there already goes with the next `expire`. @throws VaultError `not_found`, `invalid_input`. */
export function setRetention(
  { core }: Archive,
  { client, keep }: { readonly client: string; readonly keep: Retention },
  context: CallContext,
): Promise<void> {
  return core.writable({ event: EVENT }, context, (session) => {
    const subject = namedClient(core.store, client) ?? OWNER;
    const days = checkDays(keep);
    const row = { subject, days: days ?? 0, updated_at: core.clock.nowText() };
    const act = { event: EVENT, ref: { client: subject }, n: { days: days ?? -1 } };
    carryOut(core, session, act, context, (tx) => {
      const isThere = tx.raw.get('retentions', subject) !== null;
      if (days === null) tx.remove('retentions', [subject]);
      else if (isThere) tx.update('retentions', [subject], row);
      else tx.insert('retentions', row);
    });
  });
}

function checkDays(keep: unknown): number | null {
  if (keep === 'forever') return null;
  if (keep === 'off') return 0;
  if (Number.isInteger(keep) && Number(keep) >= 1 && Number(keep) <= RETENTION_DAYS_MAX) {
    return Number(keep);
  }
  throw new VaultError('invalid_input', {
    hint: 'Turns are kept for a number of days, forever, or not at all (off).',
  });
}
