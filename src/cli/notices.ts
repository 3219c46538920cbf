import { ERRORS } from '../shared/errors.ts';
import type { UnlockNotice, UnlockReport } from '../shared/model.ts';
import type { SecretSummary } from '../shared/secret.ts';
import type { Notice } from './output.ts';

const FINDINGS: Readonly<Record<UnlockNotice, string>> = {
  tampered: ERRORS.tampered.en,
  verifier_tampered:
    'The stored password hash or key check had been changed from outside. It was made anew; change the password if you do not know why.',
  audit_gap:
    'The audit log has a gap: lines are missing, or it was restarted. `strongroom audit verify` shows where.',
};

/** What an unlock found, in sentences. */
export function unlockNotices(report: UnlockReport): readonly Notice[] {
  const { failedAttempts, failedSince, migrated } = report;
  const findings = report.notices.map((code) => ({ code, text: FINDINGS[code] }));
  return [
    ...(failedAttempts === 0 ? [] : [failureNotice(failedAttempts, failedSince)]),
    ...findings,
    ...(migrated.length === 0 ? [] : [migrationNotice(migrated)]),
  ];
}

function failureNotice(count: number, since: string | null): Notice {
  const attempts = count === 1 ? '1 failed attempt' : `${count} failed attempts`;
  return {
    code: 'failed_attempts',
    text: `${attempts} to unlock since ${since ?? 'the last good one'}.`,
    details: { count, since },
  };
}

function migrationNotice(numbers: readonly number[]): Notice {
  return {
    code: 'migrated',
    text: `The vault was brought up to date (migration ${numbers.join(', ')}). A copy from before lies beside it.`,
    details: { migrations: numbers.map(String) },
  };
}

/** Secrets that have expired or are near it by the owner's reminder days, one notice for all of them. */
export function expiryNotices(secrets: readonly SecretSummary[]): readonly Notice[] {
  const due = secrets.filter(({ expiry }) => expiry === 'soon' || expiry === 'expired');
  if (due.length === 0) return [];
  const namesOf = (wanted: SecretSummary['expiry']): readonly string[] =>
    due.flatMap(({ name, expiry }) => (expiry === wanted ? [name] : []));
  const [expired, soon] = [namesOf('expired'), namesOf('soon')];
  const sentences = [
    ...(expired.length === 0 ? [] : [`Expired: ${expired.join(', ')}.`]),
    ...(soon.length === 0 ? [] : [`Soon to expire: ${soon.join(', ')}.`]),
  ];
  return [
    {
      code: 'expiring',
      text: sentences.join(' '),
      details: { names: due.map(({ name }) => name) },
    },
  ];
}

/** Records that do not open; the others are not affected. */
export function damageNotices(damaged: readonly { readonly id: string }[]): readonly Notice[] {
  if (damaged.length === 0) return [];
  const ids = damaged.map(({ id }) => id);
  return [
    {
      code: 'record_corrupt',
      text: `${ERRORS.record_corrupt.en} Ids: ${ids.join(', ')}.`,
      details: { ids },
    },
  ];
}
