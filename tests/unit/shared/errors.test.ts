import { describe, expect, it } from 'vitest';
import { ERRORS, isErrorCode, type ErrorCode, type ErrorRow } from '../../../src/shared/errors.ts';

/** What scripts of owners and SDKs of clients rely on: frozen, a change here breaks them. */
const NUMBERS: Record<ErrorCode, readonly [exit: number, http: number | null]> = {
  internal: [1, 500],
  invalid_input: [2, 400],
  value_not_text: [2, 400],
  name_invalid: [2, 400],
  already_initialized: [2, 409],
  name_taken: [2, 409],
  version_conflict: [2, 409],
  weak_password: [2, 409],
  bad_password: [3, 423],
  locked: [3, 423],
  throttled: [3, 423],
  busy: [3, 423],
  not_initialized: [3, 423],
  not_found: [4, 404],
  unauthorized: [5, 401],
  not_granted: [5, 403],
  paused: [5, 403],
  suspended: [5, 403],
  vault_in_use: [6, null],
  vault_unreachable: [6, null],
  port_in_use: [6, null],
  over_quota: [7, 403],
  unpriced_model: [7, 403],
  rate_limited: [7, 429],
  too_large: [2, 413],
  wrong_host: [1, 421],
  browser_refused: [1, 403],
  method_not_allowed: [1, 405],
  unsupported_media: [1, 415],
  audit_unavailable: [1, 423],
  db_corrupt: [1, 423],
  vault_header_invalid: [1, 423],
  key_slot_corrupt: [1, 423],
  header_tampered: [1, 423],
  tampered: [1, 423],
  record_corrupt: [1, 422],
  newer_format: [1, 423],
  not_available: [1, 501],
  upstream_failed: [1, 502],
  upstream_refused: [1, 502],
  upstream_timeout: [1, 504],
};

const rows: readonly (readonly [string, ErrorRow])[] = Object.entries(ERRORS);

describe('the error table', () => {
  it('keeps the exit code and the HTTP status of every code', () => {
    expect(Object.fromEntries(rows.map(([code, row]) => [code, [row.exit, row.http]]))).toEqual(
      NUMBERS,
    );
  });

  it('never answers 429 or 5xx for locked, paused or over quota, which SDKs would retry', () => {
    for (const code of ['locked', 'paused', 'suspended', 'over_quota', 'unpriced_model'] as const) {
      expect(ERRORS[code].http).toBeLessThan(429);
      expect(ERRORS[code].http).not.toBe(409);
    }
  });

  it.each(rows)('says %s in one calm public text in both languages', (_code, row) => {
    for (const text of [row.en, row.de]) {
      expect(text).toMatch(/^\S.{8,}[.]$/u);
      expect(text).not.toMatch(/[!{}<>$%]|\s\s|undefined|null/u);
    }
    expect(row.en).not.toBe(row.de);
  });
});

describe('isErrorCode', () => {
  it('knows every code of the table and nothing else', () => {
    for (const [code] of rows) expect(isErrorCode(code)).toBe(true);
    for (const text of ['', 'Locked', 'toString', '__proto__', 'constructor', 'audit_gap']) {
      expect(isErrorCode(text)).toBe(false);
    }
  });
});
