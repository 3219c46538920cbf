import { dictionary } from '@zxcvbn-ts/language-common';
import { describe, expect, it } from 'vitest';
import { generatePassphrase } from '../../../../src/core/secrets/generate.ts';
import {
  assessPassword,
  checkNewPassword,
} from '../../../../src/core/secrets/password-strength.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function refusal(password: string | Uint8Array): Promise<unknown> {
  const bytes = typeof password === 'string' ? utf8(password) : password;
  return checkNewPassword(bytes).then(
    () => 'accepted',
    (thrown: unknown) => thrown,
  );
}

const tooShort = expect.objectContaining({
  code: 'weak_password',
  hint: 'It has fewer than 15 characters.',
}) as unknown;
const tooLong = expect.objectContaining({
  code: 'weak_password',
  hint: 'It has more than 256 characters.',
}) as unknown;
const easy = expect.objectContaining({
  code: 'weak_password',
  hint: 'It is easy to guess.',
}) as unknown;

/** Hard to guess at any length: letters of a fixed multiplicative sequence. */
function scrambled(length: number): string {
  let state = 20_261_120;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 94));
  }).join('');
}

describe('checkNewPassword', () => {
  it('accepts 15 to 256 characters that are hard to guess', async () => {
    for (const length of [15, 16, 64]) {
      expect([length, await refusal(scrambled(length))]).toEqual([length, 'accepted']);
    }
    expect(await refusal('correct horse battery staple 9!')).toBe('accepted');
  });

  it('refuses fewer than 15 characters', async () => {
    for (const password of ['', 'a', scrambled(14)])
      expect(await refusal(password)).toEqual(tooShort);
  });

  it('refuses more than 256 characters', async () => {
    expect(await refusal(scrambled(257))).toEqual(tooLong);
    expect(await refusal('x'.repeat(5_000_000))).toEqual(tooLong);
  });

  it('counts characters after NFC, not bytes or UTF-16 units', async () => {
    const decomposed = `${scrambled(10)}${'e\u0301'.repeat(4)}`;
    expect(await refusal(decomposed)).toEqual(tooShort);
    expect(await refusal(`${scrambled(13)}\u{1f600}`)).toEqual(tooShort);
    expect(await refusal(`${scrambled(14)}\u{1f600}`)).toBe('accepted');
    expect(await refusal(`${scrambled(30)}${'e\u0301'.repeat(226)}`)).toBe('accepted');
    expect(await refusal(`${scrambled(30)}${'\u{1f600}'.repeat(226)}`)).toBe('accepted');
    expect(await refusal(`${scrambled(30)}${'\u{1f600}'.repeat(227)}`)).toEqual(tooLong);
  });

  it('refuses what is on the list of common passwords, whatever its length', async () => {
    const long = dictionary['passwords-common'].map(String).filter((word) => word.length >= 15);
    expect(long.length).toBeGreaterThan(20);
    for (const password of long) {
      expect([password, await refusal(password)]).toEqual([password, easy]);
    }
  });

  it.each([
    'aaaaaaaaaaaaaaaaaaaaaaaa',
    'qwertyuiopasdfghjkl',
    'Password1Password1Password1',
    'P@ssw0rd123456789',
    '1234567890123456789012345',
    'strongroomstrongroom',
    '2026-11-20 2026-11-20',
    'iloveyouiloveyouiloveyou',
  ])('refuses what is easy to guess: %s', async (password) => {
    expect(await refusal(password)).toEqual(easy);
  });

  it('refuses ill-formed UTF-8 as such', async () => {
    const bytes = utf8(scrambled(20));
    bytes[3] = 0xff;
    expect(await refusal(bytes)).toEqual(expect.objectContaining({ code: 'invalid_input' }));
  });

  it('reads a byte order mark as a character', async () => {
    expect(await refusal(`\ufeff${scrambled(14)}`)).toBe('accepted');
  });

  it('accepts every passphrase of seven words that the generator makes', async () => {
    for (let round = 0; round < 25; round += 1) {
      const { bytes } = await generatePassphrase();
      expect(await refusal(bytes)).toBe('accepted');
    }
    // The seven words that the estimator thinks likeliest of all in the list.
    expect(await refusal('january-monday-smith-spring-tiny-afternoon-password')).toBe('accepted');
  });

  it('leaves the password as it is', async () => {
    const bytes = utf8(scrambled(20));
    await checkNewPassword(bytes);
    expect(bytes).toEqual(utf8(scrambled(20)));
  });
});

describe('assessPassword', () => {
  it('calls a password by its bits: below 40 weak, 75 fair, 100 good, else strong', async () => {
    const seen = new Set<string>();
    for (const length of [1, 8, 11, 12, 13, 16, 20, 22, 23, 24, 28, 30, 31, 36]) {
      const { bits, word } = await assessPassword(scrambled(length));
      const expected = bits < 40 ? 'weak' : bits < 75 ? 'fair' : bits < 100 ? 'good' : 'strong';
      expect([length, word]).toEqual([length, expected]);
      seen.add(word);
    }
    expect([...seen]).toEqual(['weak', 'fair', 'good', 'strong']);
  });

  it('accepts exactly what checkNewPassword accepts', async () => {
    for (const password of ['', 'password', scrambled(14), scrambled(15), 'a'.repeat(30)]) {
      const { acceptable } = await assessPassword(password);
      expect([password, acceptable]).toEqual([password, (await refusal(password)) === 'accepted']);
    }
  });

  it('does not accept a lone surrogate', async () => {
    expect(await assessPassword(`${scrambled(20)}\ud800`)).toMatchObject({ acceptable: false });
  });

  it('says what would help, without the password', async () => {
    const { suggestions } = await assessPassword('letmeinletmein');
    expect(suggestions.length).toBeGreaterThan(0);
    expect(suggestions.join(' ')).not.toContain('letmein');
  });

  it('looks at no more than 256 UTF-16 units, so that a long text cannot hold it up', async () => {
    const { bits, word } = await assessPassword('a'.repeat(256));
    expect(word).toBe('weak');
    expect((await assessPassword('a'.repeat(256) + scrambled(5000))).bits).toBe(bits);
  });
});
