import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowsRequest, type OutgoingRequest } from '../../../../src/core/grants/allows-request.ts';
import { isLiveHost, parseRules } from '../../../../src/core/grants/rules.ts';
import type { Fence, GrantRules } from '../../../../src/shared/client.ts';
import { TEMPLATES } from '../../../../src/shared/templates.ts';

const LIVE = TEMPLATES.flatMap(({ addresses: { live } }) =>
  live === undefined ? [] : [new URL(live).hostname],
).filter(isLiveHost);
const REQUEST = { host: 'api.example.com', path: '/v1/orders', method: 'POST' };

const allows = (rules: GrantRules, request: Partial<OutgoingRequest> = {}, fence: Fence = null) =>
  allowsRequest({ fence, rules }, { ...REQUEST, ...request });

describe('allowsRequest', () => {
  it('lets through what no rule forbids', () => {
    expect(allows({})).toBe(true);
  });

  it.each<[boolean, GrantRules]>([
    [true, { hosts: ['api.example.com'] }],
    [true, { hosts: ['x.de', '*.example.com'] }],
    [false, { hosts: ['example.com'] }],
    [false, { hosts: ['*.api.example.com'] }],
    [true, { paths: ['/v1/orders'] }],
    [true, { paths: ['/v1/*'] }],
    [true, { paths: ['/v1/ord*'] }],
    [false, { paths: ['/v1'] }],
    [false, { paths: ['/v1/order'] }],
    [false, { paths: ['/V1/*'] }],
    [true, { methods: ['GET', 'POST'] }],
    [false, { methods: ['GET'] }],
    [false, { hosts: ['api.example.com'], paths: ['/v1/*'], methods: ['GET'] }],
    [true, { hosts: ['api.example.com'], paths: ['/v1/*'], methods: ['POST'] }],
  ])('is %s for %j', (expected, rules) => {
    expect(allows(rules)).toBe(expected);
  });

  it('does not take a wildcard for the host itself or one that ends alike', () => {
    for (const host of ['example.com', 'badexample.com', 'x.example.com.evil.de']) {
      expect(allows({ hosts: ['*.example.com'] }, { host })).toBe(false);
    }
  });

  it.each([
    'API.example.com',
    'api.example.com.',
    'api.example.com:443',
    '*.example.com',
    '',
    'ä.de',
  ])('refuses the host %j, rules or not', (host) => {
    expect(allows({}, { host })).toBe(false);
  });

  it.each([
    '',
    'v1',
    '/v1/../admin',
    '/v1/./x',
    '/..',
    '/v1/%2e%2e/admin',
    '/v1\\..\\admin',
    '/v1?x=1',
    '/v1#x',
    '/v1/\0',
    '/v1/\r\nHost: x',
  ])('refuses the path %j, rules or not', (path) => {
    expect(allows({}, { path })).toBe(false);
    expect(allows({ paths: ['/v1/*'] }, { path })).toBe(false);
  });

  it('never lets a paper secret go to a live host, whatever the rules say', () => {
    expect(LIVE.length).toBeGreaterThan(0);
    for (const host of LIVE) {
      expect(allows({}, { host }, 'paper')).toBe(false);
      expect(allows({ hosts: [host] }, { host }, 'paper')).toBe(false);
      expect(allows({ hosts: [host] }, { host }, 'live')).toBe(true);
    }
  });

  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
  const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
  const path = fc.stringMatching(/^\/[a-z0-9/_-]{0,20}$/);
  const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE');
  const request = fc.record({ host, path, method });
  const listOf = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 1, maxLength: 4 });
  const rules = fc.record(
    {
      hosts: listOf(
        fc.oneof(
          host,
          host.map((name) => `*.${name}`),
        ),
      ),
      paths: listOf(
        fc.oneof(
          path,
          path.map((text) => `${text}*`),
        ),
      ),
      methods: listOf(method),
    },
    { requiredKeys: [] },
  );
  const fence = fc.constantFrom<Fence>('paper', 'live', null);

  it('lets nothing through that any one of its rules refuses, and each rule by itself is kept', () => {
    fc.assert(
      fc.property(rules, request, fence, (given, asked, side) => {
        fc.pre(parseRules(given) !== null);
        const each = Object.entries(given).map(([name, rule]) =>
          allowsRequest({ fence: side, rules: { [name]: rule } }, asked),
        );
        const alone = allowsRequest({ fence: side, rules: {} }, asked);
        expect(allowsRequest({ fence: side, rules: given }, asked)).toBe(
          alone && each.every(Boolean),
        );
      }),
    );
  });

  it('lets through what is named exactly, and with one rule more never more than before', () => {
    fc.assert(
      fc.property(rules, request, host, (given, asked, another) => {
        const exact = { hosts: [asked.host], paths: [asked.path], methods: [asked.method] };
        expect(allowsRequest({ fence: null, rules: exact }, asked)).toBe(true);
        const { hosts: _hosts, ...wider } = given;
        const narrower = { ...wider, hosts: [another] };
        const isIn = allowsRequest({ fence: null, rules: narrower }, asked);
        if (isIn) expect(allowsRequest({ fence: null, rules: wider }, asked)).toBe(true);
        if (isIn) expect(asked.host).toBe(another);
      }),
    );
  });
});
