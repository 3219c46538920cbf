import { describe, expect, it } from 'vitest';
import { partsOf } from '../../../../src/renderer/components/matched-text.ts';
import { hitRanges, wordsOf } from '../../../../src/renderer/features/secrets/fold-text.ts';

const shown = (text: string, query: string) =>
  partsOf(text, hitRanges(text, wordsOf(query)))
    .map(({ text, matched }) => (matched ? `[${text}]` : text))
    .join('');

describe('the highlight', () => {
  it('marks every place of every word', () => {
    expect(shown('ig-live ig', 'IG live')).toBe('[ig]-[live] [ig]');
  });

  it('marks what hits share once', () => {
    expect(shown('banana', 'ana')).toBe('b[ana][na]');
    expect(shown('abcd', 'abc bcd')).toBe('[abc][d]');
  });

  it('keeps the text as it is written where folding changes its length', () => {
    expect(shown('Zürich', 'ur')).toBe('Z[ür]ich');
    expect(shown('İstanbul x', 'x')).toBe('İstanbul [x]');
    expect(shown('Z\u0075\u0308rich', 'ric')).toBe('Z\u0075\u0308[ric]h');
    expect(shown('😀 ig', 'ig')).toBe('😀 [ig]');
  });

  it('marks nothing without a query or a hit', () => {
    expect(hitRanges('ig', [])).toEqual([]);
    expect(hitRanges('', ['ig'])).toEqual([]);
    expect(shown('ig', 'x')).toBe('ig');
  });
});
