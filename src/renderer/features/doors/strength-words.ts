import type { StrengthReply } from '../../../shared/ipc/replies.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';

/** What the meter shows: bars, a word, and a sentence. */
export interface StrengthWords {
  readonly level: 1 | 2 | 3 | 4;
  readonly word: MessageKey;
  readonly sentence: MessageKey;
}

const LEVELS: Readonly<Record<StrengthReply['word'], StrengthWords>> = {
  weak: { level: 1, word: 'doors.strength.weak', sentence: 'doors.strength.weak.why' },
  fair: { level: 2, word: 'doors.strength.fair', sentence: 'doors.strength.fair.why' },
  good: { level: 3, word: 'doors.strength.good', sentence: 'doors.strength.good.why' },
  strong: { level: 4, word: 'doors.strength.strong', sentence: 'doors.strength.strong.why' },
};

const RULES: Readonly<Record<NonNullable<StrengthReply['refused']>, StrengthWords>> = {
  too_short: { level: 1, word: 'doors.rule.too_short', sentence: 'doors.rule.too_short.why' },
  too_long: { level: 1, word: 'doors.rule.too_long', sentence: 'doors.rule.too_long.why' },
  easy_to_guess: LEVELS.weak,
};

/** A password that breaks a rule never looks better than weak, whatever its bits. */
export function strengthWords({ word, refused }: StrengthReply): StrengthWords {
  return refused === null ? LEVELS[word] : RULES[refused];
}
