import type { PlanLimits } from '../../shared/plan.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { StoreReader } from '../ports.ts';
import { planLimits } from './plan-limits.ts';

const NAME = /^[a-z][a-z0-9_-]{0,31}$/;
/** The least and the most of each limit: a plan that lets nothing in is a suspended client. */
const RANGES: Readonly<Record<keyof PlanLimits, readonly [least: number, most: number]>> = {
  perMinute: [1, 1e9],
  perHour: [1, 1e9],
  perDay: [1, 1e9],
  perMonth: [1, 1e9],
  items: [0, 1e9],
  bytes: [0, 2 ** 50],
};

/** The name as it is, if a plan may have it. It stands in the log and in plain columns. @throws VaultError `name_invalid`. */
export function checkPlanName(name: unknown): string {
  if (typeof name === 'string' && NAME.test(name)) return name;
  throw new VaultError('name_invalid', {
    hint: 'A plan has a name of 1 to 32 of the characters a-z 0-9 _ - and begins with a letter.',
  });
}

/** The limits that were given, each null or a whole number in its range. @throws VaultError `invalid_input`. */
export function checkLimits(limits: Partial<PlanLimits>): Partial<PlanLimits> {
  const given = Object.entries(limits as Readonly<Record<string, unknown>>).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length === 0) {
    throw new VaultError('invalid_input', { hint: 'Nothing is to be changed.' });
  }
  for (const [name, value] of given) {
    const range = Object.hasOwn(RANGES, name) ? RANGES[name as keyof PlanLimits] : undefined;
    const fits =
      range !== undefined &&
      (value === null ||
        (Number.isInteger(value) && Number(value) >= range[0] && Number(value) <= range[1]));
    if (fits) continue;
    throw new VaultError('invalid_input', {
      hint: 'A limit is a whole number from 1 to 1000000000 or none; items and bytes from 0, bytes up to 1 PiB.',
    });
  }
  return Object.fromEntries(given);
}

/** The name of a plan that a client may have. @throws VaultError `invalid_input` for one that is not there. */
export function checkPlan(store: StoreReader, keys: VaultKeys, plan: unknown): string {
  if (typeof plan === 'string' && planLimits(store, keys, plan) !== null) return plan;
  throw new VaultError('invalid_input', {
    hint: 'There is no plan of that name.',
  });
}
