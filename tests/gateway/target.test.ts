import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTarget } from '../../src/gateway/guards/parse-target.ts';
import { call, field } from '../support/vault-fixture.ts';
import { closeTestGateways, startTestGateway, type TestGateway } from './gateway-fixture.ts';

let g: TestGateway;
let auth: string;
beforeAll(async () => {
  g = await startTestGateway();
  auth = `Authorization: Bearer ${g.key}`;
});
afterAll(closeTestGateways);

const ask = (target: string, more: readonly string[] = []) =>
  g.ask(`GET ${target} HTTP/1.1`, [auth, ...more]);

describe('the target of a request', () => {
  it.each([
    ['absolute form', 'http://127.0.0.1/v1/secrets/alpha'],
    ['an encoded slash', '/v1/secrets/a%2Fb'],
    ['an encoded slash in lower case', '/v1%2fsecrets/alpha'],
    ['an encoded backslash', '/v1/secrets/a%5Cb'],
    ['a backslash', '/v1\\secrets/alpha'],
    ['an encoded NUL', '/v1/secrets/alpha%00'],
    ['an encoded line break', '/v1/secrets/alpha%0d%0aX:y'],
    ['a dot segment', '/v1/./secrets/alpha'],
    ['a double dot segment', '/healthz/../v1/secrets/alpha'],
    ['encoded dots', '/healthz/%2e%2e/v1/secrets/alpha'],
    ['half encoded dots', '/healthz/.%2E/v1/secrets/alpha'],
    ['an encoded dot', '/v1/%2e/secrets/alpha'],
    ['double encoding', '/v1/secrets/a%252fb'],
    ['double encoding of what needs none', '/v1/secrets/%2561lpha'],
    ['half an escape', '/v1/secrets/alpha%2'],
    ['an escape of other digits', '/v1/secrets/alpha%zz'],
    ['an escape that is no UTF-8', '/v1/secrets/alpha%ff'],
    ['an overlong escape', '/v1/secrets/%c0%af'],
    ['a surrogate in UTF-8', '/v1/secrets/%ed%a0%80'],
    ['a fragment', '/v1/secrets/alpha#x'],
    ['a query where none is known', '/v1/secrets/alpha?x=1'],
    ['an empty query where none is known', '/healthz?'],
    ['a query that is not well-formed', '/v1/secrets/by-ref?ref=%zz'],
    ['a member of the query twice', '/v1/usage?limit=1&limit=2'],
    ['a member of the query that nobody knows', '/v1/usage?__proto__=1'],
    ['a number that is none', '/v1/usage?limit=0x10'],
    ['no reference', '/v1/secrets/by-ref'],
    ['another scheme of reference', '/v1/secrets/by-ref?ref=http://alpha'],
  ])('is refused with 400: %s', async (_, target) => {
    const answer = await ask(target);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('invalid_input');
  });

  it.each([
    '/',
    '//healthz',
    '/healthz/',
    '/HEALTHZ',
    '/v1',
    '/v1/',
    '/v1/secrets/',
    '/v1//secrets',
    '/v1/secrets/alpha/',
    '/v1/secrets/alpha/fields',
    '/v1/clients/',
    '/documentation/json',
    '/v1/secrets/alpha;x=y/fields/',
  ])('is not found: %s', async (target) => {
    expect((await ask(target)).status).toBe(404);
  });

  it('is refused if it is longer than any name', async () => {
    expect((await ask(`/v1/secrets/${'a'.repeat(600)}`)).status).toBe(400);
    expect((await ask(`/v1/secrets/${'a'.repeat(3000)}`)).status).toBe(400);
  });

  it('is decoded once, for names of any letters', async () => {
    const names = ['schlüssel 🔑', '50%', 'a+b&c=d?#', 'constructor', "it's (here)!*~", '日本語'];
    for (const name of names) {
      await g.vault.secrets.set({ name, fields: [field(`of ${name}`)] }, call());
      const grant = { client: { name: 'bot' }, secret: { name }, mode: 'read' } as const;
      await g.vault.grants.add(grant, call());
      const answer = await ask(`/v1/secrets/${encodeURIComponent(name)}`);
      expect(answer.status).toBe(200);
      const shown: unknown = JSON.parse(Buffer.from(answer.body, 'latin1').toString('utf8'));
      expect(shown).toMatchObject({ name, fields: { value: `of ${name}` } });
    }
  });

  it('may name a secret by its id, which reaches one whose name cannot stand in a path', async () => {
    const name = 'a/b';
    const { id } = await g.vault.secrets.set({ name, fields: [field('slashed')] }, call());
    const grant = { client: { name: 'bot' }, secret: { name }, mode: 'read' } as const;
    await g.vault.grants.add(grant, call());
    expect((await ask(`/v1/secrets/${id}/fields/value`)).body).toContain('slashed');
    const ref = encodeURIComponent(`strongroom://${encodeURIComponent(name)}/value`);
    expect((await ask(`/v1/secrets/by-ref?ref=${ref}`)).body).toContain('slashed');
  });

  it('leaves no text of itself in the log', () => {
    const lines = JSON.stringify(g.refusals());
    expect(lines).not.toContain('alpha');
    expect(lines).not.toContain('%2');
  });
});

describe('parseTarget', () => {
  it('gives every segment back that was encoded once, in one spelling', () => {
    const segment = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !/[/\\\p{Cc}]|%[0-9a-f]{2}/iu.test(text) && !/^\.\.?$/.test(text));
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
        const url = `/${segments.map(encodeURIComponent).join('/')}`;
        const { target } = parseTarget(url);
        expect(target?.segments).toEqual(segments);
        expect(target?.url).toBe(url);
      }),
    );
  });

  it('never gives a separator, a control character or a dot segment', () => {
    const piece = fc.constantFrom(
      ...['%2f', '%2e', '%', '25', '2f', '/', '\\', '.', '%00', 'a', '?'],
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const { target } = parseTarget(`/${pieces.join('')}`);
        for (const segment of target?.segments ?? []) {
          expect(segment).not.toMatch(/[/\\\p{Cc}]|^\.\.?$/u);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
