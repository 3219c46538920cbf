import { describe, expect, it } from 'vitest';
import {
  indexSecrets,
  searchSecrets,
} from '../../../../src/renderer/features/secrets/search-secrets.ts';
import type { SecretSummary } from '../../../../src/shared/secret.ts';
import { IG, summary } from './sample-secrets.ts';

const found = (secrets: readonly SecretSummary[], query: string) =>
  searchSecrets(indexSecrets(secrets), query).map(({ name }) => name);

describe('the search', () => {
  const secrets = [
    summary('backup-ig'),
    summary('dig'),
    IG,
    summary('mail', { description: 'the big one' }),
    summary('müller', { tags: ['Zürich'] }),
    summary('relay', { provider: 'azure-openai' }),
  ];

  it('keeps the order of the list without a query', () => {
    expect(found(secrets, '  ')).toEqual(secrets.map(({ name }) => name));
  });

  it('puts a name that begins with a word before one that has it, and that before other places', () => {
    expect(found(secrets, 'ig')).toEqual(['ig-live', 'backup-ig', 'dig', 'mail']);
  });

  it('wants every word, anywhere, in any order', () => {
    expect(found(secrets, 'live ig')).toEqual(['ig-live']);
    expect(found(secrets, 'ig eu-equities z4qk8')).toEqual(['ig-live']);
    expect(found(secrets, 'ig nowhere')).toEqual([]);
  });

  it.each([
    ['account', 'Z4QK8'],
    ['environment', 'LIVE'],
    ['a tag', 'desk'],
    ['address', 'gateway/deal'],
    ['notes', 'desk phone'],
  ])('looks into %s', (_, query) => {
    expect(found(secrets, query)).toEqual(['ig-live']);
  });

  it('knows a provider by its id and by its name', () => {
    expect(found(secrets, 'azure openai')).toEqual(['relay']);
    expect(found(secrets, 'azure-openai')).toEqual(['relay']);
  });

  it('does not find a word across two texts', () => {
    expect(found([summary('ab', { account: 'cd' })], 'abcd')).toEqual([]);
  });

  it('ignores case and accents on both sides', () => {
    expect(found(secrets, 'MULLER')).toEqual(['müller']);
    expect(found(secrets, 'zürich')).toEqual(['müller']);
    expect(found(secrets, 'zurich')).toEqual(['müller']);
  });
});

describe('the search in 10 000 secrets', () => {
  const many = Array.from({ length: 10_000 }, (_, at) =>
    summary(`bot-${String(at)}-live`, {
      provider: 'ig',
      account: `Z${String(at * 7919)}`,
      tags: ['eu-equities', `desk ${String(at % 50)}`],
      description: 'Second factor lives on the desk phone. Sixty requests a minute for this one.',
    }),
  );
  const index = indexSecrets(many);

  function fastest(body: () => unknown): number {
    const times = Array.from({ length: 7 }, () => {
      const start = performance.now();
      body();
      return performance.now() - start;
    });
    return Math.min(...times);
  }

  it('only looks at a key press: what folding costs is paid once for a list', () => {
    searchSecrets(index, 'warm up');
    const keyPress = fastest(() => searchSecrets(index, 'desk 1234'));
    const preparing = fastest(() => indexSecrets(many));
    expect(keyPress).toBeLessThan(preparing / 2);
  });
});
