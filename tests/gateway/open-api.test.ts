import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FrontDoor } from '../../src/gateway/front-door.ts';
import { makeApp } from '../../src/gateway/make-app.ts';
import type { GatewayApp } from '../../src/gateway/route.ts';
import { RouteTable } from '../../src/gateway/route-table.ts';
import { SecretAnswers } from '../../src/gateway/secret-answers.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { socketFiles } from '../../src/runtime/socket-folder.ts';
import { systemTimers } from '../../src/runtime/timers.ts';
import {
  bearer,
  closeTestGateways,
  startTestGateway,
  type TestGateway,
} from './gateway-fixture.ts';
import { requestText } from './raw-client.ts';

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: object }>>;
  };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: object }>
  >;
  readonly security: readonly object[];
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly securitySchemes: object };
}

/** Every route of clients: what is served and what is documented. */
const ROUTES = [
  'DELETE /v1/conversations/{id}',
  'DELETE /v1/sessions/{id}',
  'GET /docs',
  'GET /healthz',
  'GET /openapi.json',
  'GET /status',
  'GET /v1/audit',
  'GET /v1/conversations',
  'GET /v1/conversations/{id}',
  'GET /v1/conversations/{id}/export',
  'GET /v1/conversations/{id}/turns',
  'GET /v1/me',
  'GET /v1/profile',
  'GET /v1/profile/export',
  'GET /v1/profile/history',
  'GET /v1/profile/{section}',
  'GET /v1/secrets',
  'GET /v1/secrets/by-ref',
  'GET /v1/secrets/{name}',
  'GET /v1/secrets/{name}/fields/{field}',
  'GET /v1/secrets/{name}/totp',
  'GET /v1/sessions',
  'GET /v1/sessions/{id}',
  'GET /v1/turns',
  'GET /v1/usage',
  'PATCH /v1/conversations/{id}',
  'PATCH /v1/profile',
  'PATCH /v1/profile/{section}',
  'PATCH /v1/sessions/{id}',
  'POST /v1/auth/logout',
  'POST /v1/auth/token',
  'POST /v1/conversations',
  'POST /v1/conversations/{id}/messages',
  'POST /v1/conversations/{id}/reset',
  'POST /v1/memory/clear',
  'POST /v1/search',
  'POST /v1/sessions',
];

const ownerRoutes = (app: GatewayApp): void => {
  app.get('/v1/clients', { config: { door: 'owner' } }, async () => ({ seen: true }));
  app.get('/v1/here', { config: { door: 'socket' } }, async ({ call }) => ({
    ticket: call.ticket,
  }));
};

let g: TestGateway;
let document: Document;
beforeAll(async () => {
  g = await startTestGateway({ ownerRoutes });
  document = JSON.parse((await g.ask('GET /openapi.json HTTP/1.1')).body) as Document;
});
afterAll(closeTestGateways);

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation,
    })),
  );

describe('/openapi.json', () => {
  it('has every route of the table that clients reach, and none besides', async () => {
    const table = new RouteTable();
    const ports = {
      ...{ vault: g.vault, clock: systemClock, timers: systemTimers, socketFile: socketFiles },
      ...{ newCorrelationId: () => '', version: '1' },
    };
    const parts = { door: new FrontDoor(ports, table), table, answers: new SecretAnswers() };
    await makeApp(ports, parts, undefined);
    const served = table.rows.map(({ method, template }) => `${method} ${template}`);
    expect(served.sort()).toEqual(ROUTES);
    expect(
      operations()
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual(ROUTES);
  });

  it('names only routes that answer', async () => {
    const values: Record<string, string> = {
      name: 'alpha',
      field: 'value',
      section: 'about',
      id: 'ses_00000000-0000-4000-8000-000000000000',
    };
    for (const { method, path } of operations()) {
      const target = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
      const answer = await g.ask(`${method} ${target} HTTP/1.1`, [bearer(g.key)]);
      // A session of that id does not exist, a reference is missing, a key cannot log out, a profile is not granted:
      // answers of the route itself.
      expect([200, 201, 204, 400, 403, 404]).toContain(answer.status);
      const id = answer.headers.get('x-correlation-id') ?? '';
      const why = g.vault.audit.query({ correlationId: id }).map(({ ref }) => ref['why']);
      expect(why).not.toContain('no_route');
    }
  });

  it('is OpenAPI 3.1 in what programs that read it rely on', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.version).toBe('1.2.3');
    expect(JSON.stringify(document)).not.toContain('"$schema"');
    expect(JSON.stringify(document)).not.toContain('"$ref"');
    const schemes = Object.keys(document.components.securitySchemes);
    for (const { path, method, operation } of operations()) {
      expect(operation.summary).toBeTruthy();
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const given = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(given.map(({ name }) => name).sort()).toEqual(named.sort());
      expect(given.every(({ required }) => required === true)).toBe(true);
      for (const { schema } of operation.parameters ?? []) expect(schema).toBeTypeOf('object');
      if (method === 'GET' || method === 'DELETE') expect(operation.requestBody).toBeUndefined();
      for (const type of Object.keys(operation.requestBody?.content ?? {})) {
        expect(type).toBe('application/json');
      }
      expect(Object.keys(operation.responses)).toContain('default');
      for (const { description } of Object.values(operation.responses)) {
        expect(description).toBeTypeOf('string');
      }
      const used = operation.security.flatMap((one) => Object.keys(one));
      expect(schemes).toEqual(expect.arrayContaining(used));
      expect(used).toEqual(path.startsWith('/v1/') ? ['key'] : []);
    }
  });

  it('says what the routes take and answer', () => {
    const limit = document.paths['/v1/usage']?.['get']?.parameters?.find(
      ({ name }) => name === 'limit',
    );
    expect(limit).toMatchObject({ in: 'query', schema: { type: 'integer', maximum: 1000 } });
    const token = document.paths['/v1/auth/token']?.['post'];
    expect(token?.requestBody?.content['application/json']?.schema).toMatchObject({
      type: 'object',
      properties: { lifetime_seconds: { type: 'integer', maximum: 86_400 } },
      additionalProperties: false,
    });
    const field = document.paths['/v1/secrets/{name}/fields/{field}']?.['get']?.responses['200'];
    expect(Object.keys(field?.content ?? {})).toEqual(['application/json', 'text/plain']);
  });

  it("has the owner's routes on the socket alone", async () => {
    expect(Object.keys(document.paths)).not.toContain('/v1/clients');
    const text = requestText('GET /openapi.json HTTP/1.1', [
      'Host: localhost',
      'Connection: close',
    ]);
    const [answer] = await g.rawSocket(text);
    const there = JSON.parse(answer?.body ?? '') as Document;
    expect(there.paths['/v1/clients']?.['get']?.security).toEqual([{ ticket: [] }]);
  });
});

describe('/docs', () => {
  it('is a page without a script whose style is the only thing its policy allows', async () => {
    const { headers, body } = await g.ask('GET /docs HTTP/1.1');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'/,
    );
    expect(body).not.toContain('<script');
    expect(body).not.toMatch(/ (?:style|on\w+)=/);
    for (const route of ROUTES) expect(body).toContain(`<h2>${route}</h2>`);
    expect(body).toContain('color-scheme:light dark');
  });
});

describe("the owner's doors", () => {
  const ask = async (path: string, headers: readonly string[] = []) => {
    const all = ['Host: localhost', 'Connection: close', ...headers];
    const [answer] = await g.rawSocket(requestText(`GET ${path} HTTP/1.1`, all));
    if (answer === undefined) throw new Error('no answer');
    return answer;
  };

  it('are not there on TCP, whatever is shown', async () => {
    for (const path of ['/v1/clients', '/v1/here']) {
      for (const header of [bearer(g.key), 'Authorization: Ticket x', 'X: y']) {
        const answer = await g.ask(`GET ${path} HTTP/1.1`, [header]);
        const nowhere = await g.ask('GET /v1/nowhere HTTP/1.1', [header]);
        const same = (text: string) => text.replace(/[0-9a-f-]{36}/, '');
        expect(answer.status).toBe(404);
        expect(same(answer.body)).toBe(same(nowhere.body));
      }
      expect((await g.ask(`PUT ${path} HTTP/1.1`)).status).toBe(404);
    }
  });

  it('need a ticket, or take one, and never a key', async () => {
    const refused = await ask('/v1/clients');
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Ticket');
    expect((await ask('/v1/clients', [bearer(g.key)])).status).toBe(401);
    expect((await ask('/v1/clients', ['Authorization: Ticket abc'])).body).toBe('{"seen":true}');
    expect((await ask('/v1/here')).body).toBe('{"ticket":null}');
    expect((await ask('/v1/here', ['Authorization: Ticket abc'])).body).toBe('{"ticket":"abc"}');
    expect((await ask('/v1/here', [bearer(g.key)])).status).toBe(401);
  });

  it('refuse a route without a door, and one that is not plain', async () => {
    for (const add of [
      (app: GatewayApp) => app.get('/v1/open', async () => ({})),
      (app: GatewayApp) => app.get('/v1/all/*', { config: { door: 'owner' } }, async () => ({})),
    ]) {
      const started = startTestGateway({ ownerRoutes: (app) => void add(app) });
      await expect(started).rejects.toThrow();
    }
  });
});
