import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../../src/core/next-turn.ts';
import {
  SearchIndex,
  type IndexedTurn,
  type IndexFilter,
} from '../../../../src/core/search/search-index.ts';
import { snippetOf } from '../../../../src/core/search/snippet.ts';
import { SEARCH_LIMITS } from '../../../../src/shared/conversation.ts';
import { sampleId } from '../../../support/sample-rows.ts';

const ALL: IndexFilter = { anyUnit: false };

function turn(number: number, content: string, more: Partial<IndexedTurn> = {}): IndexedTurn {
  return {
    id: `trn_${sampleId(number)}`,
    conversationId: `con_${sampleId(1)}`,
    clientId: null,
    createdMs: number,
    isPrompt: false,
    model: null,
    content,
    ...more,
  };
}

function indexOf(turns: readonly IndexedTurn[]): SearchIndex {
  const index = new SearchIndex();
  for (const one of turns) atOnce(index.add(one));
  return index;
}

/** The numbers of the turns found, in their order. */
function find(index: SearchIndex, query: string, filter: Partial<IndexFilter> = {}): number[] {
  const units = index.parse(query);
  if (units === null) return [];
  return index.search(units, { ...ALL, ...filter }).map((id) => Number.parseInt(id.slice(-12), 16));
}

describe('the index', () => {
  it('finds words and phrases exactly where a plain look finds them', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'dd', 'über');
    const text = fc.array(word, { maxLength: 30 });
    const unit = fc.array(word, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 30 }),
        fc.array(unit, { minLength: 1, maxLength: 3 }),
        (texts, units) => {
          const index = indexOf(texts.map((words, i) => turn(i + 1, words.join(' '))));
          const has = (words: readonly string[], phrase: readonly string[]): boolean =>
            words.some((_, i) => phrase.every((one, k) => words[i + k] === one));
          const numbers = texts.map((_, i) => i + 1).reverse();
          const all = numbers.filter((n) => units.every((one) => has(texts[n - 1] ?? [], one)));
          const any = numbers.filter((n) => units.some((one) => has(texts[n - 1] ?? [], one)));
          const query = units.map((one) => `"${one.join(' ')}"`).join(' ');
          expect(find(index, query)).toEqual(all);
          expect(find(index, query, { anyUnit: true }).sort((a, b) => b - a)).toEqual(any);
          index.wipe();
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keeps long lists of places across many slices and pages', () => {
    const many = Array.from({ length: 60_000 }, (_, i) => `common w${String(i)}`).join(' ');
    const index = indexOf([turn(1, many), turn(2, 'common'), turn(3, many)]);
    expect(find(index, 'common')).toEqual([3, 2, 1]);
    expect(find(index, '"common w59999"')).toEqual([3, 1]);
    expect(find(index, '"w0 common w1 common w2"')).toEqual([3, 1]);
    expect(find(index, '"w1 common w3"')).toEqual([]);
  });

  it('puts prompts above answers, and the newest first among them', () => {
    const index = indexOf([
      turn(1, 'gold', { isPrompt: true }),
      turn(2, 'gold'),
      turn(3, 'gold gold gold'),
      turn(4, 'gold', { isPrompt: true }),
    ]);
    expect(find(index, 'gold')).toEqual([4, 1, 3, 2]);
  });

  it('puts what has more of the words first if any will do', () => {
    const index = indexOf([
      turn(1, 'gold and silver'),
      turn(2, 'gold', { isPrompt: true }),
      turn(3, 'silver'),
      turn(4, 'lead'),
    ]);
    expect(find(index, 'gold silver', { anyUnit: true })).toEqual([1, 2, 3]);
    expect(find(index, 'gold silver')).toEqual([1]);
  });

  it('filters by owner, conversation, model and time', () => {
    const other = { clientId: 'cli_x', conversationId: `con_${sampleId(2)}` };
    const index = indexOf([
      turn(1, 'gold', { model: 'M-1' }),
      turn(2, 'gold', other),
      turn(3, 'gold', { model: 'm-2' }),
    ]);
    expect(find(index, 'gold', { clientId: null })).toEqual([3, 1]);
    expect(find(index, 'gold', { clientId: 'cli_x' })).toEqual([2]);
    expect(find(index, 'gold', { conversationId: other.conversationId })).toEqual([2]);
    expect(find(index, 'gold', { conversationId: 'con_unknown' })).toEqual([]);
    expect(find(index, 'gold', { model: 'm-1' })).toEqual([1]);
    expect(find(index, 'gold', { fromMs: 2, toMs: 3 })).toEqual([2]);
    index.assign(other.conversationId, null);
    expect(find(index, 'gold', { clientId: null })).toEqual([3, 2, 1]);
  });

  it('finds nothing of a conversation or a time that was dropped', () => {
    const other = { clientId: 'cli_x', conversationId: `con_${sampleId(2)}` };
    const index = indexOf([turn(1, 'gold'), turn(2, 'gold', other), turn(3, 'gold')]);
    index.dropBefore(null, 3);
    expect(find(index, 'gold')).toEqual([3, 2]);
    index.dropConversation(other.conversationId);
    index.dropConversation('con_unknown');
    expect(find(index, 'gold')).toEqual([3]);
    expect([index.size, index.gone]).toEqual([1, 2]);
  });

  it('does not show a turn before all of it is in', () => {
    const index = new SearchIndex();
    const adding = index.add(turn(1, 'gold '.repeat(10_000)));
    expect(adding.next().done).toBe(false);
    expect(find(index, 'gold')).toEqual([]);
    atOnce(adding);
    expect(find(index, 'gold')).toEqual([1]);
  });

  it.each(['', '   ', '...', '""', '„“'])('is asked for nothing by %j', (query) => {
    expect(new SearchIndex().parse(query)).toBeNull();
  });

  it('takes phrases in every kind of quotes, and one that is not closed', () => {
    const index = indexOf([turn(1, 'one two'), turn(2, 'two one')]);
    for (const query of [
      '"one two"',
      '“one two”',
      '„one two“',
      '«one two»',
      '「one two」',
      '"one two',
    ])
      expect(find(index, query)).toEqual([1]);
    expect(find(index, 'one-two')).toEqual([1]);
    expect(find(index, 'one two')).toEqual([2, 1]);
    const many = Array.from({ length: SEARCH_LIMITS.units + 1 }, () => 'x').join(' ');
    expect(index.parse(many)).toBeNull();
  });

  it('finds parts of a run in scripts without spaces', () => {
    const index = indexOf([turn(1, '東京の株式市場は上昇'), turn(2, '市場の株式')]);
    expect(find(index, '株式市場')).toEqual([1]);
    expect(find(index, '場')).toEqual([2, 1]);
    expect(find(index, '市場 株式')).toEqual([2, 1]);
  });

  it('is empty after a wipe, and nothing of its key is left', () => {
    const index = indexOf([turn(1, 'gold')]);
    const before = index.parse('gold');
    expect(index.bytes).toBeGreaterThan(0);
    index.wipe();
    expect(index.bytes).toBe(0);
    expect(index.size).toBe(0);
    expect(index.search(before ?? [], ALL)).toEqual([]);
    expect(index.parse('gold')).not.toEqual(before);
  });
});

describe('a snippet', () => {
  const index = new SearchIndex();
  const snippet = (text: string, query: string) =>
    snippetOf(text, index.parse(query) ?? [], index.hash);

  it('shows the text around the first match and where the matches are', () => {
    const text = `${'x '.repeat(200)}the GOLD\nprice of gold ${'y '.repeat(400)}`;
    const found = snippet(text, '"gold price" of');
    expect(found?.snippet).toMatch(/^…(x )+the GOLD price of gold (y ?)+…$/);
    expect(found?.matches.map(([from, to]) => found.snippet.slice(from, to))).toEqual([
      'GOLD price',
      'of',
    ]);
  });

  it('is the whole of a short text, and null where nothing matches', () => {
    expect(snippet('gold', 'gold')).toEqual({ snippet: 'gold', matches: [[0, 4]] });
    expect(snippet('silver', 'gold')).toBeNull();
  });

  it('cuts no character in two', () => {
    const found = snippet(`${'😀'.repeat(100)} gold ${'😀'.repeat(300)}`, 'gold');
    expect(found?.snippet.isWellFormed()).toBe(true);
  });
});
