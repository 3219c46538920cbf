import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { refusal } from '../shared/http/schema-parts.ts';
import type { Listener } from '../shared/access.ts';
import type { GatewayApp } from './route.ts';
import { templateOf, type RouteTable } from './route-table.ts';

/** What the page shows of a method of a path. */
export interface ApiOperation {
  readonly summary?: string;
  readonly parameters?: readonly unknown[];
  readonly requestBody?: unknown;
  readonly responses?: Readonly<Record<string, unknown>>;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

/** An OpenAPI 3.1 document. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
  };
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
}

/** The document of what a listener serves. */
export type DocumentOf = (listener: Listener) => ApiDocument;

/** Makes the document from the schemas of the routes that are registered after this. Ask for it once they all are. */
export async function describeRoutes(
  app: GatewayApp,
  { version, table }: { readonly version: string; readonly table: RouteTable },
): Promise<DocumentOf> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Strongroom gateway',
        version,
        description:
          'Credentials that the owner of this machine lends to clients. Every answer has X-Correlation-Id, the id of its lines in the audit log.',
      },
      components: {
        securitySchemes: {
          key: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key (`sr_…`) or a session token (`srt_…`)',
          },
          ticket: {
            type: 'apiKey',
            in: 'header',
            name: 'Authorization',
            description: 'Socket only: `Ticket …`',
          },
        },
      },
    },
    transform: ({ schema, url, route, ...rest }) => {
      const door = route.config?.door;
      const securities = { client: 'key', owner: 'ticket' } as const;
      const scheme = door === 'client' || door === 'owner' ? securities[door] : null;
      // The types promise a schema; a route without one has none.
      const given = (schema as object | undefined) ?? {};
      const response = 'response' in given ? (given.response as object) : {};
      const full = {
        ...given,
        security: scheme === null ? [] : [{ [scheme]: [] }],
        response: { ...response, default: refusal },
      };
      return jsonSchemaTransform({ ...rest, schema: full, url, route });
    },
  });
  const documents = new Map<Listener, ApiDocument>();
  return (listener) => {
    const known = documents.get(listener);
    if (known !== undefined) return known;
    const made = servedAt(app.swagger() as unknown as ApiDocument, listener, table);
    documents.set(listener, made);
    return made;
  };
}

/** What TCP answers with 404 is not in its document. */
function servedAt(document: ApiDocument, listener: Listener, table: RouteTable): ApiDocument {
  if (listener === 'socket') return document;
  const served = new Set(
    table.rows
      .filter(({ door }) => door === 'exempt' || door === 'client')
      .map(({ template }) => template),
  );
  const paths = Object.entries(document.paths).filter(([path]) => served.has(templateOf(path)));
  return { ...document, paths: Object.fromEntries(paths) };
}
