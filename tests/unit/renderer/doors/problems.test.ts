import { describe, expect, it } from 'vitest';
import { isProblem, problemWords } from '../../../../src/renderer/features/doors/problems.ts';
import {
  isJudged,
  isPasswordRefusal,
} from '../../../../src/renderer/features/doors/unlock-refusals.ts';
import { ERRORS, type ErrorCode } from '../../../../src/shared/errors.ts';
import { sentence } from './sentences.ts';

const CODES = Object.keys(ERRORS) as ErrorCode[];

describe('a problem with the vault', () => {
  it('has its own title for every code a file or an unlock can be refused with', () => {
    const about = CODES.filter(isProblem);
    expect(about.toSorted()).toEqual([
      'audit_unavailable',
      'db_corrupt',
      'header_tampered',
      'internal',
      'key_slot_corrupt',
      'newer_format',
      'vault_header_invalid',
      'vault_in_use',
    ]);
    const titles = about.map((code) => sentence({ key: problemWords(code).title }));
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('always has something to do, and is wax only where the vault is harmed', () => {
    for (const code of CODES) expect(problemWords(code).todo.length).toBeGreaterThan(0);
    const harmed = CODES.filter((code) => problemWords(code).tone === 'wax');
    expect(harmed.toSorted()).toEqual([
      'db_corrupt',
      'header_tampered',
      'key_slot_corrupt',
      'vault_header_invalid',
    ]);
  });

  it('says something went wrong inside about a code nobody expected', () => {
    expect(problemWords('not_found')).toBe(problemWords('internal'));
  });

  it('is never made of a refusal that is about the password', () => {
    for (const code of ['bad_password', 'busy', 'throttled', 'rate_limited'] as const) {
      expect(isProblem(code)).toBe(false);
    }
  });
});

describe('a refused unlock', () => {
  it('takes the typed password away only if it was judged', () => {
    expect((['bad_password', 'db_corrupt', 'internal'] as const).map(isJudged)).toEqual([
      true,
      true,
      true,
    ]);
    expect((['busy', 'throttled', 'rate_limited'] as const).map(isJudged)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('is said at the field if it is about the password', () => {
    expect(CODES.filter(isPasswordRefusal)).toEqual(['bad_password', 'busy']);
  });
});
