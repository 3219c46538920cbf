import { verifyChains as inSlices } from '../../src/core/audit/verify-chains.ts';
import { atOnce } from '../../src/core/next-turn.ts';
import type { AuditVerification } from '../../src/shared/model.ts';

/** The verification of a log that nobody writes meanwhile. */
export function verifyChains(...log: Parameters<typeof inSlices>): AuditVerification {
  return atOnce(inSlices(...log));
}
