import { describe, expect, it } from 'vitest';
import { headAbove, withHeads } from '../../../../src/renderer/components/list-groups.ts';

const ITEMS = [
  { name: 'ig', group: 'Brokers' },
  { name: 'kraken', group: 'Brokers' },
  { name: 'openai', group: 'LLM' },
];
const nameOf = (item: { name: string }) => item.name;

describe('withHeads', () => {
  it('puts one head before each run of a group and keeps the items in order', () => {
    const entries = withHeads(ITEMS, nameOf, (item) => item.group);
    expect(entries.map((entry) => (entry.kind === 'head' ? entry.group : entry.item.name))).toEqual(
      ['Brokers', 'ig', 'kraken', 'LLM', 'openai'],
    );
    expect(entries.flatMap((entry) => (entry.kind === 'item' ? [entry.index] : []))).toEqual([
      0, 1, 2,
    ]);
  });

  it('gives every row a key of its own, also for a name that looks like a head', () => {
    const entries = withHeads([{ name: '0', group: 'a' }], nameOf, (item) => item.group);
    expect(new Set(entries.map((entry) => entry.key)).size).toBe(2);
  });

  it('has no heads without groups', () => {
    expect(withHeads(ITEMS, nameOf, undefined)).toHaveLength(3);
    expect(withHeads(ITEMS, nameOf, () => undefined)).toHaveLength(3);
  });
});

describe('headAbove', () => {
  it('is the head of the group a row belongs to', () => {
    expect(headAbove([0, 3], 0)).toBe(0);
    expect(headAbove([0, 3], 2)).toBe(0);
    expect(headAbove([0, 3], 3)).toBe(3);
    expect(headAbove([0, 3], 900)).toBe(3);
  });

  it('is none above the first head', () => {
    expect(headAbove([2], 1)).toBeUndefined();
    expect(headAbove([], 1)).toBeUndefined();
  });
});
