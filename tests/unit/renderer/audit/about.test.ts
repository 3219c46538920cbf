import { describe, expect, it } from 'vitest';
import { aboutOf } from '../../../../src/renderer/features/audit/about.ts';
import { messageOf } from '../../../../src/shared/messages/catalogue.ts';
import type { AuditEntry } from '../../../../src/shared/model.ts';
import { auditEntry } from './audit-entry.ts';

const SECRET = '3f9a21c0-0000-4000-8000-000000000000';
const english = { language: 'en', locale: 'en-GB' } as const;

const about = (given: Partial<AuditEntry>) =>
  aboutOf(auditEntry(given), {
    t: (key, values) => messageOf(english, key, values),
    nameOf: (id) => (id === SECRET ? 'ig-live' : null),
  });

describe('what a line is about', () => {
  it('is the name of a secret, or the beginning of its id when it is gone', () => {
    const version = { event: 'secret.copy', n: { version: 3, gen: 91 } };
    expect(about({ ...version, ref: { secret: SECRET } })).toEqual(['ig-live', 'version 3']);
    expect(about({ event: 'secret.remove', ref: { secret: 'aaaabbbb-0000' } })).toEqual([
      'secret aaaabbbb, no longer here',
    ]);
  });

  it('is the cause, the setting or the finding in words', () => {
    expect(about({ event: 'vault.lock', ref: { cause: 'screen_lock' } })).toEqual([
      'screen was locked',
    ]);
    expect(about({ event: 'settings.change', ref: { setting: 'idle_lock' } })).toEqual([
      'idle_lock',
    ]);
    const finding = { event: 'vault.tampered', outcome: 'error', reason: 'tampered' } as const;
    expect(about({ ...finding, ref: { finding: 'row_mac' } })).toEqual([
      'a record was changed',
      'vault read-only after tampering',
    ]);
  });

  it('is the code itself where there are no words', () => {
    expect(about({ event: 'vault.lock', ref: { cause: 'earthquake' } })).toEqual(['earthquake']);
    expect(about({ outcome: 'denied', reason: 'constructor' })).toEqual(['constructor']);
  });

  it('is what was counted, without the zeros', () => {
    const n = { imported: 12, clash: 0, refused: 1, dry_run: 1 };
    expect(about({ event: 'secret.import', n })).toEqual(['12 imported', '1 refused', 'trial run']);
    expect(about({ event: 'audit.verify', n: { lines: 48_199, faults: 1 } })).toEqual([
      '48,199 lines',
      '1 fault',
    ]);
    expect(about({ event: 'vault.migrate', n: { from: 3, to: 4 } })).toEqual(['schema 3 to 4']);
    expect(about({ event: 'audit.checkpoint', n: { from: 0, to: 9 } })).toEqual(['entries 0 to 9']);
    expect(about({ event: 'tamper.accepted', n: { kept: 4, dropped: 1 } })).toEqual([
      '4 kept',
      '1 dropped',
    ]);
  });

  it('names the call that was refused, and the versions that were compared', () => {
    const refused = { event: 'ipc.refused', outcome: 'denied', reason: 'rate_limited' } as const;
    expect(
      about({ ...refused, ref: { channel: 'vault:secrets.reveal' }, n: { calls: 40 } }),
    ).toEqual(['vault:secrets.reveal', '40 calls', 'too many calls']);
    const compared = { event: 'secret.compare', ref: { secret: SECRET } };
    expect(about({ ...compared, n: { earlier: 1, later: 3 } })).toEqual([
      'ig-live',
      'versions 1 and 3',
    ]);
    expect(about({ event: 'secret.update', n: { version: 2, value: 0, renamed: 1 } })).toEqual([
      'version 2',
      'renamed',
    ]);
  });

  it('says why an unlock failed, and that a crash cut one off', () => {
    const failed = { outcome: 'denied', reason: 'bad_password', n: { counted: 1 } } as const;
    expect(about(failed)).toEqual(['wrong password']);
    expect(about({ outcome: 'error', n: { interrupted: 1 } })).toEqual(['cut off by a crash']);
    expect(about({ event: 'vault.passwd', n: { renewed: 1 } })).toEqual(['with a new vault key']);
    expect(about({ event: 'vault.passwd', n: { renewed: 0 } })).toEqual([]);
  });
});
