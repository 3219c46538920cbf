import { describe, expect, it } from 'vitest';
import { cx } from '../../../../src/renderer/components/cx.ts';
import { partsOf } from '../../../../src/renderer/components/matched-text.ts';
import { ringShare } from '../../../../src/renderer/components/ring-share.ts';

describe('cx', () => {
  it('joins the names that apply', () => {
    expect(cx('a', false, undefined, null, '', 'b')).toBe('a b');
    expect(cx(undefined)).toBe('');
  });
});

describe('ringShare', () => {
  it('is the part that is left, in hundredths', () => {
    expect(ringShare(18, 30)).toBe(60);
    expect(ringShare(1, 3)).toBe(33);
  });

  it('stays between empty and full', () => {
    expect(ringShare(-1, 30)).toBe(0);
    expect(ringShare(31, 30)).toBe(100);
    expect(ringShare(5, 0)).toBe(0);
    expect(ringShare(5, Number.NaN)).toBe(0);
  });
});

describe('partsOf', () => {
  const shape = (text: string, ...ranges: (readonly [number, number])[]) =>
    partsOf(text, ranges)
      .map((part) => (part.matched ? `[${part.text}]` : part.text))
      .join('|');

  it('cuts a text at its matches', () => {
    expect(shape('ig-live', [0, 2])).toBe('[ig]|-live');
    expect(shape('configure', [4, 6])).toBe('conf|[ig]|ure');
    expect(shape('ig-live')).toBe('ig-live');
  });

  it('loses no letter when ranges overlap, run over the end or come in any order', () => {
    for (const ranges of [
      [
        [3, 6],
        [0, 2],
      ],
      [
        [0, 4],
        [2, 6],
      ],
      [
        [5, 99],
        [5, 5],
      ],
    ] as const) {
      expect(
        partsOf('ig-live', ranges)
          .map((part) => part.text)
          .join(''),
      ).toBe('ig-live');
    }
    expect(shape('ig-live', [0, 4], [2, 6])).toBe('[ig-l]|[iv]|e');
  });
});
