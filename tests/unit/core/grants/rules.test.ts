import { describe, expect, it } from 'vitest';
import {
  checkedLimits,
  crossesFence,
  fenceOf,
  parseLimits,
  parseRules,
} from '../../../../src/core/grants/rules.ts';
import { TEMPLATES } from '../../../../src/shared/templates.ts';

const LONG = 'a'.repeat(63);

describe('parseRules', () => {
  it.each<object>([
    {},
    { hosts: ['api.ig.com'] },
    { hosts: ['*.example.com', 'localhost', '127.0.0.1', 'a-b.c'] },
    { paths: ['/', '/v1/orders', '/v1/*', "/a/b.c~d!$&'()+,;=:@"] },
    { methods: ['GET', 'DELETE'] },
    { hosts: [`${LONG}.de`], paths: ['/x'], methods: ['POST'] },
  ])('takes %j as it is', (rules) => {
    expect(parseRules(rules)).toEqual(rules);
  });

  it.each<unknown>([
    null,
    'x',
    ['x'],
    { hosts: [] },
    { hosts: 'api.ig.com' },
    { hosts: [5] },
    { hosts: ['API.ig.com'] },
    { hosts: ['*'] },
    { hosts: ['a.*.com'] },
    { hosts: ['*example.com'] },
    { hosts: ['a..b'] },
    { hosts: ['-a.b'] },
    { hosts: ['a.b.'] },
    { hosts: ['a.b:443'] },
    { hosts: ['https://a.b'] },
    { hosts: ['ä.de'] },
    { hosts: ['a.b\n'] },
    { hosts: [`${LONG}a.de`] },
    { hosts: [`${`${LONG}.`.repeat(4)}de`] },
    { hosts: Array.from({ length: 65 }, () => 'a.b') },
    { paths: ['v1'] },
    { paths: ['/v1?x=1'] },
    { paths: ['/v1#a'] },
    { paths: ['/a/../b'] },
    { paths: ['/a/./b'] },
    { paths: ['/a/..'] },
    { paths: ['/a%2fb'] },
    { paths: ['/a*b'] },
    { paths: ['/a\\b'] },
    { paths: ['/a b'] },
    { paths: [`/${'a'.repeat(1024)}`] },
    { methods: ['get'] },
    { methods: ['CONNECT'] },
    { ports: [443] },
  ])('refuses %j', (rules) => {
    expect(parseRules(rules)).toBeNull();
  });
});

describe('limits', () => {
  it('are whole numbers from 1, stored under names of their own', () => {
    expect(checkedLimits({ perMinute: 1, perHour: undefined, perDay: 1e9 })).toEqual({
      perMinute: 1,
      perDay: 1e9,
    });
    expect(parseLimits({ per_minute: 1, per_day: 5 })).toEqual({ perMinute: 1, perDay: 5 });
    expect(parseLimits({})).toEqual({});
  });

  it.each<unknown>([
    null,
    [],
    5,
    { perMinute: 0 },
    { perHour: 1.5 },
    { perDay: 1e10 },
    { perDay: '5' },
    { other: 1 },
  ])('refuse %j', (limits) => {
    expect(checkedLimits(limits)).toBeNull();
  });

  it('refuse what they do not know in a stored grant: it may be a stricter rule', () => {
    expect(parseLimits({ per_minute: 1, per_second: 1 })).toBeNull();
    expect(parseLimits([])).toBeNull();
    expect(parseLimits({ per_minute: 0 })).toBeNull();
  });
});

describe('the fence', () => {
  it('is the environment of the secret, paper or live, in any case', () => {
    expect(['paper', ' Paper ', 'LIVE', 'live', 'test', '', undefined].map(fenceOf)).toEqual([
      'paper',
      'paper',
      'live',
      'live',
      null,
      null,
      null,
    ]);
  });

  it('keeps a paper secret from every live address of a known broker, also behind a wildcard', () => {
    const pairs = TEMPLATES.flatMap(({ addresses: { live, paper } }) =>
      live === undefined || paper === undefined ? [] : [[live, paper].map((url) => new URL(url))],
    ).filter(([live, paper]) => live?.hostname !== paper?.hostname);
    expect(pairs.length).toBeGreaterThan(2);
    for (const [live, paper] of pairs) {
      const [at = '', harmless = ''] = [live?.hostname, paper?.hostname];
      expect(crossesFence('paper', { hosts: [harmless, at] })).toBe(true);
      expect(crossesFence('paper', { hosts: [`*.${at.split('.').slice(1).join('.')}`] })).toBe(
        true,
      );
      expect(crossesFence('paper', { hosts: [harmless] })).toBe(false);
      expect(crossesFence('live', { hosts: [at] })).toBe(false);
      expect(crossesFence(null, { hosts: [at] })).toBe(false);
    }
    expect(crossesFence('paper', {})).toBe(false);
  });
});
