import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../../../src/renderer/features/doors/unlock-findings.ts';
import type { WindowStatus } from '../../../../src/shared/ipc/replies.ts';
import type { UnlockReport } from '../../../../src/shared/model.ts';

const REPORT: UnlockReport = {
  state: 'unlocked',
  notices: [],
  failedAttempts: 0,
  failedSince: null,
  rewrapped: false,
  migrated: [],
};
const status = (report: UnlockReport | null, auditGap = false): WindowStatus => ({
  state: report === null ? 'locked' : report.state,
  secretCount: 3,
  failedAttempts: 0,
  retryAfterMs: 0,
  auditGap,
  schemaVersion: 1,
  locked: null,
  lastFailureAt: null,
  problem: null,
  report,
  idleLockInMs: null,
});
const found = (change: Partial<UnlockReport>, auditGap = false) =>
  findingsOf(status({ ...REPORT, ...change }, auditGap));

describe('what an unlock found', () => {
  it('is nothing after an ordinary one, and nothing while locked', () => {
    expect(found({})).toEqual([]);
    expect(findingsOf(status(null, true))).toEqual([]);
  });

  it('is told one by one', () => {
    expect(found({ failedAttempts: 1 })).toEqual(['failed_attempts']);
    expect(found({ migrated: [2] })).toEqual(['migrated']);
    expect(found({ rewrapped: true })).toEqual(['rewrapped']);
    expect(found({ notices: ['verifier_tampered'] })).toEqual(['verifier_tampered']);
  });

  it('tells of a gap in the log until main no longer does', () => {
    expect(found({ notices: ['audit_gap'] }, true)).toEqual(['audit_gap']);
    expect(found({ notices: ['audit_gap'] }, false)).toEqual([]);
  });

  it('has the gravest first, and a rewritten verifier once', () => {
    const all = found(
      {
        notices: ['verifier_tampered', 'audit_gap', 'tampered'],
        failedAttempts: 4,
        migrated: [2],
        rewrapped: true,
      },
      true,
    );
    expect(all).toEqual(['verifier_tampered', 'audit_gap', 'failed_attempts', 'migrated']);
  });
});
