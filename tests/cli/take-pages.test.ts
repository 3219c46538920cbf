import { describe, expect, it } from 'vitest';
import { takePages } from '../../src/cli/take-pages.ts';

describe('a list that is asked for in pages', () => {
  /** A list of so many numbers, in pages that end earlier than was asked for. */
  const list = (length: number, shortest: number) => {
    const asked: number[] = [];
    return {
      asked,
      page: async ({ cursor, limit }: { cursor: string | null; limit: number }) => {
        asked.push(limit);
        const from = Number(cursor ?? 0);
        const to = Math.min(from + Math.min(limit, shortest), length);
        const items = Array.from({ length: to - from }, (_, i) => from + i);
        const next = to === length ? null : String(to);
        return Promise.resolve({ items, next, damaged: [] });
      },
    };
  };

  it('is whole up to the number that is wanted, however short its pages are', async () => {
    const { page, asked } = list(100, 3);
    const { items, more } = await takePages({ wanted: 10, longest: 4 }, page);
    expect(items).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([more, asked]).toEqual([true, [4, 4, 4, 1]]);
  });

  it('ends where the list ends, and counts what does not open', async () => {
    const { page } = list(5, 500);
    expect(await takePages({ wanted: 5, longest: 500 }, page)).toMatchObject({ more: false });
    const broken = async () => Promise.resolve({ items: [1], next: 'x', damaged: ['con_a'] });
    expect(await takePages({ wanted: 2, longest: 9 }, broken)).toEqual({
      items: [1],
      damaged: ['con_a'],
      more: true,
    });
  });
});
