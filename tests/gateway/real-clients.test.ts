import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatReference } from '../../src/shared/reference.ts';
import { auditLines, call, field, utf8 } from '../support/vault-fixture.ts';
import { CLIENT_PROGRAMS, type Ask, type Got } from './client-programs.ts';
import { closeTestGateways, startTestGateway, type TestGateway } from './gateway-fixture.ts';

const VALUE = 'Grüße, "quoted" \\ and a line\nend 🔑';
/** With the seed of RFC 6238. */
const TOTP = 'otpauth://totp/bot?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const NAMES = [
  'plain',
  'Schlüssel für Zürich 🗝',
  'two  words',
  // Slashes that are none: division, fraction, and the one of full width.
  'and∕or⁄both／all',
  "a:b,c;d=e&f+g@h!$'(*)[~]",
  '100% mine?#',
];
/** A name that has no place in a path: the query takes it, or the id of the secret. */
const IN_NO_PATH = ['desk/ig', 'a%2Fb', '..'];

let g: TestGateway;
const ids = new Map<string, string>();
beforeAll(async () => {
  g = await startTestGateway();
  const { secrets, grants } = g.vault;
  for (const name of [...NAMES, ...IN_NO_PATH]) {
    const fields = [field(VALUE), field('other', 'second')];
    const { id } = await secrets.set({ name, fields, totp: utf8(TOTP) }, call());
    ids.set(name, id);
    await grants.add({ client: { name: 'bot' }, secret: { name }, mode: 'read' }, call());
  }
});
afterAll(closeTestGateways);

for (const { name, missing } of CLIENT_PROGRAMS) {
  if (missing !== null) process.stderr.write(`skipped: ${name} as a client; ${missing}\n`);
}

for (const program of CLIENT_PROGRAMS) {
  /** Shows the bot's key unless another one is given. */
  const ask = (...asks: (Omit<Ask, 'key'> & { readonly key?: string | null })[]): Promise<Got[]> =>
    program.ask(
      g,
      asks.map((one) => ({ key: g.key, ...one })),
    );
  const json = (got: Got | undefined): unknown => JSON.parse(got?.body ?? '');

  describe.skipIf(program.missing !== null)(`${program.name} as a client`, () => {
    it('reads granted secrets by name, one field of each, and its code', async () => {
      for (const name of NAMES) {
        const path = `/v1/secrets/${encodeURIComponent(name)}`;
        const [whole, one, inJson, totp] = await ask(
          { path },
          { path: `${path}/fields/value`, accept: 'text/plain' },
          { path: `${path}/fields/second` },
          { path: `${path}/totp` },
        );
        expect(whole).toMatchObject({ status: 200, type: 'application/json; charset=utf-8' });
        expect(json(whole)).toEqual({
          ...{ name, kind: 'generic', version: 1 },
          fields: { value: VALUE, second: 'other' },
        });
        expect(one).toMatchObject({ status: 200, type: 'text/plain; charset=utf-8', body: VALUE });
        expect(json(inJson)).toEqual({ name, field: 'second', value: 'other' });
        expect(json(totp)).toMatchObject({ code: expect.stringMatching(/^\d{6}$/) as string });
      }
    });

    it('reads them by reference and by id, those as well whose names fit into no path', async () => {
      const all = [...NAMES, ...IN_NO_PATH];
      const references = await ask(
        ...all.map((name) => ({
          path: `/v1/secrets/by-ref?ref=${encodeURIComponent(formatReference(name, 'value'))}`,
          accept: 'text/plain',
        })),
      );
      expect(references.map(({ status, body }) => [status, body])).toEqual(
        all.map(() => [200, VALUE]),
      );
      const byId = await ask(
        ...all.map((name) => ({ path: `/v1/secrets/${ids.get(name) ?? ''}` })),
      );
      expect(byId.map(json)).toMatchObject(all.map((name) => ({ name, fields: { value: VALUE } })));
      const [inPath] = await ask({ path: '/v1/secrets/desk%2Fig' });
      expect(inPath?.status).toBe(400);
    });

    it('posts JSON', async () => {
      const profile = 'größer';
      const [got] = await ask({ method: 'POST', path: '/v1/sessions', json: { profile } });
      expect(got?.status).toBe(201);
      expect(json(got)).toMatchObject({ profile, status: 'active' });
    });

    it('is refused what was not granted, under an id that the log has', async () => {
      const [got] = await ask({ path: '/v1/secrets/beta' });
      expect(got).toMatchObject({ status: 403, type: 'application/json; charset=utf-8' });
      expect(json(got)).toMatchObject({
        error: { code: 'not_granted', correlation_id: got?.correlationId },
      });
      const lines = auditLines(g.home).filter(
        (line) => line['correlation_id'] === got?.correlationId,
      );
      expect(lines).toMatchObject([{ event: 'secret.read', outcome: 'denied' }]);
    });

    it('is refused with an edited key and without one', async () => {
      const path = '/v1/secrets/plain';
      const got = await ask({ path, key: `${g.key.slice(0, -2)}zz` }, { path, key: null });
      for (const each of got) {
        expect(each.status).toBe(401);
        expect(json(each)).toMatchObject({ error: { code: 'unauthorized' } });
      }
    });

    it('gets the documents that are open to all', async () => {
      const paths = ['/healthz', '/openapi.json', '/docs'];
      const [health, document, docs] = await ask(...paths.map((path) => ({ path, key: null })));
      expect(json(health)).toEqual({ status: 'ok' });
      expect(json(document)).toMatchObject({ paths: { '/v1/secrets/{name}': {} } });
      expect(docs?.type).toContain('text/html');
    });
  });
}
