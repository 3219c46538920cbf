import { describe, expect, it } from 'vitest';
import { tileLetters } from '../../../../src/renderer/components/tile-letters.ts';

describe('tileLetters', () => {
  it('takes the first letters of two words for a client', () => {
    expect(tileLetters('momentum-eu', 'words')).toBe('ME');
    expect(tileLetters('research_agent', 'words')).toBe('RA');
    expect(tileLetters('rebalancer', 'words')).toBe('RE');
  });

  it('leaves the second word of a secret out, which is mostly its environment', () => {
    expect(tileLetters('ig-live', 'first-word')).toBe('IG');
    expect(tileLetters('kraken-live', 'first-word')).toBe('KR');
  });

  it('borrows a letter when the first word has only one', () => {
    expect(tileLetters('x-api', 'first-word')).toBe('XA');
    expect(tileLetters('x', 'words')).toBe('X');
  });

  it('takes whole letters and no signs', () => {
    expect(tileLetters('ökonom', 'words')).toBe('ÖK');
    expect(tileLetters('𝒜𝒷', 'words')).toBe('𝒜𝒷'.toUpperCase());
    expect(tileLetters('(ig) [live]', 'words')).toBe('IL');
    expect(tileLetters('🔑 key', 'words')).toBe('KE');
  });

  it('has nothing to show for a name without letters', () => {
    expect(tileLetters('', 'words')).toBe('');
    expect(tileLetters('---', 'first-word')).toBe('');
  });
});
