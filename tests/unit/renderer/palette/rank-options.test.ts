import { describe, expect, it } from 'vitest';
import { markRanges } from '../../../../src/renderer/features/palette/mark-ranges.ts';
import {
  prepareOptions,
  rankOptions as rankWithFit,
  type PreparedOption,
} from '../../../../src/renderer/features/palette/rank-options.ts';
import { recencyOf, withRecent } from '../../../../src/renderer/features/palette/recent.ts';

const prepare = (...texts: readonly string[]) =>
  prepareOptions(texts.map((text) => ({ item: text, text })));
const commands = prepare(
  'Search secrets',
  'Command palette',
  'New secret',
  'Generate a password',
  'Audit log',
  'Settings',
  'Lock',
);

const rankOptions = <T>(
  options: readonly PreparedOption<T>[],
  query: string,
  recency?: (item: T) => number,
): readonly T[] =>
  rankWithFit(options, query, { ...(recency && { recency }) }).map(({ item }) => item);

describe('the ranking of the palette', () => {
  it('puts the whole text first, then its beginning, a word, initials, the inside', () => {
    const options = prepare('my gold log', 'blog', 'log', 'logs', 'audit log', 'lots of gold');
    expect(rankOptions(options, 'log')).toEqual([
      'log',
      'logs',
      'my gold log',
      'audit log',
      'lots of gold',
      'blog',
    ]);
  });

  it('finds by initials', () => {
    expect(rankOptions(commands, 'gap')).toEqual(['Generate a password']);
    expect(rankOptions(commands, 'cp')).toEqual(['Command palette']);
    expect(rankOptions(prepare('Xenon yield'), 'y')).toEqual(['Xenon yield']);
    expect(rankOptions(prepare('Ask Bob'), 'ab')).toEqual(['Ask Bob']);
    expect(rankOptions(prepare('Ask Bob'), 'ba')).toEqual([]);
  });

  it('wants every word, in any order, case and accent', () => {
    expect(rankOptions(commands, '  SECRET new ')).toEqual(['New secret']);
    expect(rankOptions(commands, 'new nothing')).toEqual([]);
    expect(rankOptions(prepare('Über Strongroom'), 'uber')).toEqual(['Über Strongroom']);
  });

  it('keeps the order of the list where nothing speaks for another', () => {
    expect(rankOptions(commands, '')).toEqual(commands.map(({ text }) => text));
    expect(rankOptions(commands, 'se')).toEqual(['Search secrets', 'Settings', 'New secret']);
  });

  it('puts what was used last first, but never before what fits better', () => {
    const recency = (text: string) => (text === 'Settings' ? 0 : text === 'New secret' ? 1 : 2);
    expect(rankOptions(commands, '', recency).slice(0, 2)).toEqual(['Settings', 'New secret']);
    expect(rankOptions(commands, 'se', recency)).toEqual([
      'Settings',
      'Search secrets',
      'New secret',
    ]);
  });

  it('finds one among ten thousand', () => {
    const many = prepareOptions(
      Array.from({ length: 10_000 }, (_, at) => ({
        item: at,
        text: `Alpaca paper key ${String(at)}`,
      })),
    );
    const [first] = rankOptions(many, 'key 9999');
    expect(first).toBe(9999);
  });

  it('answers the best few as it would answer all', () => {
    const options = prepare('blog', 'log', 'my log', 'logs', 'log', 'lots of gold', 'logger');
    for (const most of [1, 2, 3, 6]) {
      const all = rankWithFit(options, 'log');
      expect(rankWithFit(options, 'log', { most })).toEqual(all.slice(0, most));
    }
  });
});

describe('the marks of a match', () => {
  it('lie on the words of the query, or on the initials', () => {
    expect(markRanges('ig-live', 'ig')).toEqual([[0, 2]]);
    expect(markRanges('Configure signing', 'ig')).toEqual([
      [4, 6],
      [11, 13],
    ]);
    expect(markRanges('Generate a password', 'gap')).toEqual([
      [0, 1],
      [9, 10],
      [11, 12],
    ]);
  });

  it('are none without a query or a match', () => {
    expect(markRanges('ig-live', ' ')).toEqual([]);
    expect(markRanges('ig-live', 'kraken')).toEqual([]);
  });
});

describe('what was used last', () => {
  it('moves to the front, and the oldest is forgotten', () => {
    expect(withRecent(['a', 'b', 'c'], 'c')).toEqual(['c', 'a', 'b']);
    const many = Array.from({ length: 30 }, (_, at) => String(at));
    expect(many.reduce<readonly string[]>(withRecent, [])).toHaveLength(20);
  });

  it('counts what was never used as the last', () => {
    expect(recencyOf(['a', 'b'], 'b')).toBe(1);
    expect(recencyOf(['a', 'b'], 'x')).toBe(2);
  });
});
