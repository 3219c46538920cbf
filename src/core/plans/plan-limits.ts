import { BUILT_IN_PLANS, type PlanLimits } from '../../shared/plan.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { hashCovered } from '../integrity/covered-hashes.ts';
import { rowMacHolds } from '../integrity/verify-integrity.ts';
import type { StoreReader } from '../ports.ts';
import type { PlanRow } from '../rows.ts';

const MIB = 2 ** 20;

/** A plan that limits nothing. */
export const NO_LIMITS: PlanLimits = {
  perMinute: null,
  perHour: null,
  perDay: null,
  perMonth: null,
  items: null,
  bytes: null,
};

/** The limits that a built-in plan has until the owner changes them. */
export const BUILT_IN_LIMITS: Readonly<Record<(typeof BUILT_IN_PLANS)[number], PlanLimits>> = {
  free: {
    perMinute: 60,
    perHour: 600,
    perDay: null,
    perMonth: null,
    items: 10_000,
    bytes: 64 * MIB,
  },
  pro: {
    perMinute: 600,
    perHour: 20_000,
    perDay: null,
    perMonth: null,
    items: 1_000_000,
    bytes: 4096 * MIB,
  },
  unlimited: NO_LIMITS,
};

/** The limits of a plan as they were built in, or null for one of the owner's own. */
export function builtInLimits(name: string): PlanLimits | null {
  const builtIn = BUILT_IN_PLANS.find((known) => known === name);
  return builtIn === undefined ? null : BUILT_IN_LIMITS[builtIn];
}

/** The limits in a row of `plans`. */
export function limitsOfRow(row: PlanRow): PlanLimits {
  return {
    perMinute: row.per_minute,
    perHour: row.per_hour,
    perDay: row.per_day,
    perMonth: row.per_month,
    items: row.items,
    bytes: row.bytes,
  };
}

/** The limits in force: the owner's row if his key vouches for it, else the built-in ones; null: there is no such plan. */
export function planLimits(store: StoreReader, keys: VaultKeys, name: string): PlanLimits | null {
  const row = store.get('plans', name);
  if (row !== null && rowMacHolds(keys, hashCovered('plans', row))) return limitsOfRow(row);
  return builtInLimits(name);
}
