import { createHash } from 'node:crypto';
import { docsPage, DOCS_STYLE } from '../docs-page.ts';
import type { DocumentOf } from '../open-api.ts';
import type { GatewayApp } from '../route.ts';

const STYLE_HASH = createHash('sha256').update(DOCS_STYLE).digest('base64');
const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** What the routes are, for programs and for people. */
export function documentRoutes(app: GatewayApp, documentOf: DocumentOf): void {
  app.route({
    method: 'GET',
    url: '/openapi.json',
    config: { door: 'exempt' },
    schema: { summary: 'This document' },
    handler: async ({ call }, reply) =>
      reply.type('application/json; charset=utf-8').send(JSON.stringify(documentOf(call.listener))),
  });
  app.route({
    method: 'GET',
    url: '/docs',
    config: { door: 'exempt' },
    schema: { summary: 'This document as a page' },
    handler: async ({ call }, reply) =>
      reply
        .header('Content-Security-Policy', PAGE_POLICY)
        .type('text/html; charset=utf-8')
        .send(docsPage(documentOf(call.listener))),
  });
}
