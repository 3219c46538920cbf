import { peekAuditState } from '../core/audit/chain-state.ts';
import { AuditFile } from './audit-file.ts';
import { systemClock } from './clock.ts';
import { vaultPaths } from './paths.ts';

/** What the throttle has written down. */
export interface PeekedAttempts {
  readonly failedAttempts: number;
  readonly retryAfterMs: number;
}

/** Failed unlocks of a vault that another process owns, read beside it; null if that cannot be known. Writes nothing. */
export function peekAttempts(home: string): PeekedAttempts | null {
  const peek = peekAuditState(new AuditFile(vaultPaths(home).audit));
  if (peek === null) return null;
  const { failedAttempts } = peek;
  return { failedAttempts, retryAfterMs: peek.retryAfterMs(systemClock) };
}
