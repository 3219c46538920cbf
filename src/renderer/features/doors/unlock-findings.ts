import type { WindowStatus } from '../../../shared/ipc/replies.ts';

/** What the last unlock found and the owner may want to know, the gravest first. */
export type Finding =
  'verifier_tampered' | 'audit_gap' | 'failed_attempts' | 'migrated' | 'rewrapped';

/** The findings of a status; none while locked. `tampered` is not among them: it stays until the repair. */
export function findingsOf({ report, auditGap }: WindowStatus): readonly Finding[] {
  if (report === null) return [];
  const tampered = report.notices.includes('verifier_tampered');
  const found: Readonly<Record<Finding, boolean>> = {
    verifier_tampered: tampered,
    audit_gap: auditGap,
    failed_attempts: report.failedAttempts > 0,
    migrated: report.migrated.length > 0,
    // The same fact as a tampered verifier, which says more.
    rewrapped: report.rewrapped && !tampered,
  };
  return (Object.keys(found) as Finding[]).filter((finding) => found[finding]);
}
