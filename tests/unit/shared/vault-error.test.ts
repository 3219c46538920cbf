import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ERRORS } from '../../../src/shared/errors.ts';
import { AuthenticationError, VaultError, asVaultError } from '../../../src/shared/vault-error.ts';

const CORRELATION_ID = '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff';

describe('VaultError', () => {
  it("says its code's public sentence and nothing else", () => {
    const error = new VaultError('not_found');
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('VaultError');
    expect(error.message).toBe(ERRORS.not_found.en);
    expect(error.code).toBe('not_found');
  });

  it('keeps what may be told beside the code', () => {
    const error = new VaultError('throttled', {
      correlationId: CORRELATION_ID,
      retryAfterMs: 5000,
      hint: 'Wait.',
    });
    expect(error.correlationId).toBe(CORRELATION_ID);
    expect(error.retryAfterMs).toBe(5000);
    expect(error.hint).toBe('Wait.');
  });

  it('serialises only what was given', () => {
    expect(JSON.stringify(new VaultError('locked'))).toBe('{"code":"locked"}');
    expect(
      new VaultError('throttled', {
        correlationId: CORRELATION_ID,
        retryAfterMs: 0,
        hint: 'Wait.',
      }).toJSON(),
    ).toEqual({
      code: 'throttled',
      correlationId: CORRELATION_ID,
      retryAfterMs: 0,
      hint: 'Wait.',
    });
  });

  it('never serialises its cause, which may carry a bound parameter of the database driver', () => {
    const cause = Object.assign(new Error('INSERT failed'), { parameters: ['sk-canary'] });
    const error = new VaultError('internal', { cause });
    expect(error.cause).toBe(cause);
    expect(JSON.stringify(error)).not.toContain('canary');
    expect(error.message).not.toContain('canary');
    expect(String(error)).not.toContain('canary');
  });

  it('has no cause when none was given', () => {
    expect(Object.hasOwn(new VaultError('internal'), 'cause')).toBe(false);
  });
});

describe('AuthenticationError', () => {
  it.each([['bad_password'], ['locked'], ['throttled'], ['busy']] as const)(
    'is the VaultError of %s',
    (code) => {
      const error = new AuthenticationError(code, { retryAfterMs: 1 });
      expect(error).toBeInstanceOf(VaultError);
      expect(error.name).toBe('AuthenticationError');
      expect(error.code).toBe(code);
      expect(error.retryAfterMs).toBe(1);
      expect(inspect(error)).toContain('AuthenticationError');
    },
  );

  it('has exit code 3 whichever it is', () => {
    for (const code of ['bad_password', 'locked', 'throttled', 'busy'] as const) {
      expect(ERRORS[code].exit).toBe(3);
    }
  });
});

describe('asVaultError', () => {
  it('hands a VaultError back as it is', () => {
    const error = new AuthenticationError('locked');
    expect(asVaultError(error)).toBe(error);
  });

  it.each([[new TypeError('sk-canary')], ['sk-canary'], [null], [undefined], [{ code: 'locked' }]])(
    'makes %s an internal error that does not repeat it',
    (thrown) => {
      const error = asVaultError(thrown);
      expect(error.code).toBe('internal');
      expect(error.cause).toBe(thrown);
      expect(JSON.stringify(error)).toBe('{"code":"internal"}');
      expect(error.message).toBe(ERRORS.internal.en);
    },
  );
});
