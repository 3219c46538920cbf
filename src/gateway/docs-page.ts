import type { ApiDocument, ApiOperation } from './open-api.ts';

/** The page's only style; its hash is in the page's policy. */
export const DOCS_STYLE = `
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:CanvasText;background:Canvas}
section{border-top:1px solid GrayText;padding:.5rem 0}
h2{font:600 1.05rem/1.5 ui-monospace,monospace;overflow-wrap:anywhere;margin:.5rem 0}
pre{background:color-mix(in srgb,CanvasText 7%,Canvas);padding:.75rem;overflow-x:auto;border-radius:4px}
code,pre{font:14px/1.5 ui-monospace,monospace}
`;

const DOORS: Readonly<Record<string, string>> = {
  key: 'Needs a key: Authorization: Bearer …',
  ticket: "The owner's, on the socket only: Authorization: Ticket …",
};

/** The document as one page without a script, made on the server. */
export function docsPage(document: ApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) =>
      section(`${method.toUpperCase()} ${path}`, operation),
    ),
  );
  const { title, version, description = '' } = document.info;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${DOCS_STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)} ${escaped(version)}</h1>
<p>${escaped(description)}</p>
<p>A refusal is <code>{"error":{"code","message","correlation_id"}}</code>. The same as data: <a href="/openapi.json">/openapi.json</a>.</p>
${operations.join('\n')}
</main>
</body>
</html>
`;
}

function section(title: string, operation: ApiOperation): string {
  const { summary = '', parameters = [], requestBody, responses = {}, security = [] } = operation;
  const needs = security.flatMap((one) => Object.keys(one)).map((name) => DOORS[name] ?? name);
  const parts = [
    parameters.length === 0 ? '' : block('Parameters', parameters),
    requestBody === undefined ? '' : block('Body', requestBody),
    ...Object.entries(responses)
      .filter(([status]) => status !== 'default')
      .map(([status, response]) => block(`Answer ${status}`, response)),
  ];
  return `<section>
<h2>${escaped(title)}</h2>
<p>${escaped(summary)}.${needs.map((text) => ` ${escaped(text)}`).join('')}</p>
${parts.join('\n')}
</section>`;
}

function block(title: string, value: unknown): string {
  return `<details><summary>${escaped(title)}</summary><pre>${escaped(JSON.stringify(value, null, 2))}</pre></details>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
