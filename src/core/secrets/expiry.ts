import type { Expiry } from '../../shared/secret.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { readSetting } from '../settings/read-setting.ts';

const DAY_MS = 86_400_000;

/** From when on an expiry counts as near. */
export interface ExpiryRule {
  readonly nowMs: number;
  readonly soonMs: number;
}

/** The rule of this moment: the first of the owner's reminder days. */
export function expiryRule(core: VaultCore): ExpiryRule {
  const days = readSetting(core, 'expiry.reminder_days').split(',').map(Number);
  return { nowMs: core.clock.nowMs(), soonMs: Math.max(0, ...days) * DAY_MS };
}

/** How near an expiry is. A text that is no instant counts as none. */
export function expiryOf({ nowMs, soonMs }: ExpiryRule, expiresAt: string | undefined): Expiry {
  const time = expiresAt === undefined ? Number.NaN : Date.parse(expiresAt);
  if (Number.isNaN(time)) return 'none';
  if (time <= nowMs) return 'expired';
  return time - nowMs <= soonMs ? 'soon' : 'later';
}
