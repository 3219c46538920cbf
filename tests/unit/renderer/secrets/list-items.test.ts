import { describe, expect, it } from 'vitest';
import {
  filterSecrets,
  foundItems,
  groupedItems,
  groupOf,
  neighbour,
} from '../../../../src/renderer/features/secrets/list-items.ts';
import { countSecrets } from '../../../../src/renderer/features/side/count-secrets.ts';
import { IG, summary } from './sample-secrets.ts';

const openai = summary('openai', { tags: ['research', 'desk'] }, { kind: 'llm' });
const alerts = summary('alerts', { tags: ['desk', 'desk'] });
const secrets = [alerts, IG, openai];
const damaged = [{ id: 'broken', createdAt: '2026-07-05T09:00:00.000Z' }];

describe('the list of secrets', () => {
  it('has brokers first, then LLM providers, then the rest, and what is damaged last', () => {
    const items = groupedItems(secrets, damaged);
    expect(items.map((item) => [groupOf(item), item.id])).toEqual([
      ['broker', IG.id],
      ['llm', openai.id],
      ['generic', alerts.id],
      ['damaged', 'broken'],
    ]);
  });

  it('leaves the results of a search in their order', () => {
    expect(foundItems(secrets).map(({ id }) => id)).toEqual(secrets.map(({ id }) => id));
  });

  it('is narrowed to a kind or a tag', () => {
    const names = (filter: Parameters<typeof filterSecrets>[1]) =>
      filterSecrets(secrets, filter).map(({ name }) => name);
    expect(names({ by: 'all' })).toEqual(['alerts', 'ig-live', 'openai']);
    expect(names({ by: 'kind', kind: 'llm' })).toEqual(['openai']);
    expect(names({ by: 'tag', tag: 'desk' })).toEqual(['alerts', 'ig-live', 'openai']);
    expect(names({ by: 'tag', tag: 'des' })).toEqual([]);
  });

  it('is walked from the search field, from its top and never past its ends', () => {
    const items = groupedItems(secrets, []);
    const walk = (from: string | null, step: 1 | -1) => neighbour(items, from, step)?.id;
    expect(walk(null, 1)).toBe(IG.id);
    expect(walk(null, -1)).toBe(IG.id);
    expect(walk('gone', 1)).toBe(IG.id);
    expect(walk(IG.id, 1)).toBe(openai.id);
    expect(walk(IG.id, -1)).toBe(IG.id);
    expect(walk(alerts.id, 1)).toBe(alerts.id);
    expect(neighbour([], null, 1)).toBeUndefined();
  });
});

describe('the counts of the side', () => {
  it('count each kind, and each tag once a secret, the most used first', () => {
    expect(countSecrets(secrets)).toEqual({
      kinds: { broker: 1, llm: 1, generic: 1 },
      tags: [
        { tag: 'desk', count: 3 },
        { tag: 'eu-equities', count: 1 },
        { tag: 'research', count: 1 },
      ],
    });
  });

  it('count numbers in tags by their value', () => {
    const tagged = summary('a', { tags: ['desk 10', 'desk 9'] });
    expect(countSecrets([tagged]).tags.map(({ tag }) => tag)).toEqual(['desk 9', 'desk 10']);
  });
});
