import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runNode } from './run-built.ts';
import { ServedVault } from './served-vault.ts';

const text = readFileSync(resolve(import.meta.dirname, '..', '..', 'docs', 'gateway.md'), 'utf8');
const VALUE = 'sk-doc-Hd83kQ';

/** The code blocks of a language, asking the port that the test has instead of the usual one. */
function examples(language: string, url: string): string[] {
  const blocks = [...text.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))];
  return blocks.map(([, code = '']) => code.replaceAll('http://127.0.0.1:7421', url));
}

describe('docs/gateway.md', () => {
  const served = new ServedVault();
  let key = '';
  beforeAll(async () => {
    await served.start();
    await served.set('openai', VALUE);
    await served.set('Schlüssel für IG', VALUE, 'api_key');
    key = await served.client('agent', ['openai', 'Schlüssel für IG']);
  });
  afterAll(async () => {
    await served.stop();
  });
  const environment = () => ({ ...served.box.environment(), STRONGROOM_KEY: key });

  it('has an example for Node that works', async () => {
    const [code = ''] = examples('js', served.url);
    const script = served.box.file('example.mjs', `${code}\nconsole.log(value);\n`);
    const { stdout, stderr } = await runNode([script], environment());
    expect([stdout.toString('utf8'), stderr]).toEqual([`${VALUE}\n`, '']);
  });

  const hasPython = spawnSync('python3', ['-c', 'import urllib.request']).status === 0;
  const hasRequests = spawnSync('python3', ['-c', 'import requests']).status === 0;
  if (!hasRequests) console.warn('requests is missing: its example is not tried');
  const python = (i: number) => {
    const code = examples('python', served.url)[i] ?? '';
    const script = served.box.file(`example-${i}.py`, `${code}\nprint(value)\n`);
    const { stdout, stderr } = spawnSync('python3', [script], {
      env: environment(),
      encoding: 'utf8',
    });
    return [stdout, stderr];
  };
  it.skipIf(!hasPython)('has an example for Python without packages that works', () => {
    expect(python(0)).toEqual([`${VALUE}\n`, '']);
  });
  it.skipIf(!hasRequests)('has an example for requests that works', () => {
    expect(python(1)).toEqual([`${VALUE}\n`, '']);
  });

  it('names every route that clients have', async () => {
    const document = (await (await fetch(`${served.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const described = Object.entries(document.paths)
      .filter(([, methods]) => !JSON.stringify(methods).includes('Ticket'))
      .map(([path]) => path)
      .filter((path) => !path.startsWith('/v1/owner'));
    const named = [...text.matchAll(/\/(?:healthz|status|openapi\.json|docs|v1\/[\w/{}-]+)/g)];
    const routes = new Set(named.map(([path]) => path));
    const missing = described.filter((path) => !routes.has(path) && !path.endsWith('/{id}'));
    expect(missing).toEqual([]);
  });
});
