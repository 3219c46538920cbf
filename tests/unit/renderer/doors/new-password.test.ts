import { describe, expect, it } from 'vitest';
import { newPasswordProblem } from '../../../../src/renderer/features/doors/new-password-rules.ts';
import { strengthWords } from '../../../../src/renderer/features/doors/strength-words.ts';
import { assessPassword } from '../../../../src/core/secrets/password-strength.ts';
import { sentence } from './sentences.ts';

describe('the meter', () => {
  it.each([
    ['weak', 1, 'Weak.'],
    ['fair', 2, 'Fair.'],
    ['good', 3, 'Good.'],
    ['strong', 4, 'Strong.'],
  ] as const)('shows %s as %i of 4', (word, level, said) => {
    const words = strengthWords({ word, bits: 50, refused: null });
    expect(words.level).toBe(level);
    expect(sentence({ key: words.word })).toBe(said);
  });

  it('never shows a password that breaks a rule as better than weak, and names the rule', () => {
    const short = strengthWords({ word: 'strong', bits: 120, refused: 'too_short' });
    expect([short.level, sentence({ key: short.word })]).toEqual([1, 'Too short.']);
    const long = strengthWords({ word: 'strong', bits: 900, refused: 'too_long' });
    expect([long.level, sentence({ key: long.word })]).toEqual([1, 'Too long.']);
    const guessed = strengthWords({ word: 'weak', bits: 12, refused: 'easy_to_guess' });
    expect([guessed.level, sentence({ key: guessed.word })]).toEqual([1, 'Weak.']);
  });

  it('follows what the vault says of real passwords', async () => {
    const level = async (password: string) => {
      const { word, bits, broken } = await assessPassword(password);
      return strengthWords({ word, bits, refused: broken }).level;
    };
    expect(await level('password password')).toBe(1);
    expect(await level('kX9#vQ2!')).toBe(1);
    expect(await level('plinth oatmeal drizzle cobalt ferry unpaved quiet')).toBe(4);
  });
});

describe('a new password', () => {
  const typed = { password: 'plinth oatmeal', again: 'plinth oatmeal', refused: null };

  it('may be tried when both fields hold the same and no rule is known to be broken', () => {
    expect(newPasswordProblem(typed)).toBeNull();
  });

  it.each([
    [{ password: '' }, 'password', 'doors.new.error.empty'],
    [{ refused: 'too_short' }, 'password', 'doors.new.error.too_short'],
    [{ refused: 'too_long' }, 'password', 'doors.new.error.too_long'],
    [{ refused: 'easy_to_guess' }, 'password', 'doors.new.error.easy_to_guess'],
    [{ again: '' }, 'again', 'doors.new.error.again_empty'],
    [{ again: 'plinth Oatmeal' }, 'again', 'doors.new.error.different'],
  ] as const)('with %o is stopped at the field %s', (change, field, key) => {
    expect(newPasswordProblem({ ...typed, ...change })).toEqual({ field, key });
  });

  it('is stopped at the first field that is wrong', () => {
    expect(newPasswordProblem({ password: 'a', again: 'b', refused: 'too_short' })?.field).toBe(
      'password',
    );
    expect(newPasswordProblem({ password: '', again: 'b', refused: null })?.field).toBe('password');
  });
});
