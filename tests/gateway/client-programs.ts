import { spawn, spawnSync } from 'node:child_process';

/** What a client asks for. */
export interface Ask {
  readonly method?: 'GET' | 'POST';
  /** Path and query, encoded. */
  readonly path: string;
  /** Null: none is shown. */
  readonly key: string | null;
  readonly accept?: string;
  readonly json?: unknown;
}

/** Where a gateway listens. */
export interface Place {
  readonly port: number;
  readonly socketPath: string;
}

/** What it got. */
export interface Got {
  readonly status: number;
  readonly type: string;
  readonly correlationId: string;
  readonly body: string;
}

/** A program that speaks HTTP its own way. It is given keys through its standard input, never as an argument. */
export interface ClientProgram {
  readonly name: string;
  /** Why it cannot be tried here, null if it can. */
  readonly missing: string | null;
  /** Asks one after the other. */
  ask(place: Place, asks: readonly Ask[]): Promise<Got[]>;
}

const PYTHON = process.env['PYTHON'] ?? '/usr/bin/python3';
const QUIET_ENV = { PATH: process.env['PATH'] ?? '' };

/** Runs it with this input, without blocking the gateway of this process; its standard output. */
function run(command: string, args: readonly string[], input: string): Promise<Buffer> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { env: QUIET_ENV });
    const out: Buffer[] = [];
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', failed);
    child.on('close', (code) => {
      if (code === 0) done(Buffer.concat(out));
      else failed(new Error(`${command} ended with ${String(code)}: ${err}`));
    });
    child.stdin.end(input);
  });
}

/** Null if the probe runs; else a notice, which is a failure where the program has to be there. */
function missing(command: string, args: readonly string[], requiredBy: string): string | null {
  if (spawnSync(command, args).status === 0) return null;
  return process.env[requiredBy] === '1' ? null : `${command} ${args.join(' ')} does not run`;
}

const addressOf = ({ port }: Place, path: string): string =>
  `http://127.0.0.1:${String(port)}${path}`;

async function inTurn<T, R>(all: readonly T[], each: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const one of all) results.push(await each(one));
  return results;
}

const nodeFetch: ClientProgram = {
  name: "Node's fetch",
  missing: null,
  ask: (place, asks) =>
    inTurn(asks, async ({ method = 'GET', path, key, accept, json }) => {
      const answer = await fetch(addressOf(place, path), {
        method,
        headers: {
          ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
          ...(accept === undefined ? {} : { Accept: accept }),
          ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      return {
        status: answer.status,
        type: answer.headers.get('content-type') ?? '',
        correlationId: answer.headers.get('x-correlation-id') ?? '',
        body: await answer.text(),
      };
    }),
};

/** In a config file of curl's, whose texts have JSON's escapes for quotes and backslashes. */
function option(name: string, value: string): string {
  return `${name} = "${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function curl(name: string, whereOf: (place: Place, path: string) => string[]): ClientProgram {
  return {
    name,
    missing: missing('curl', ['--version'], 'CI_REQUIRE_CURL'),
    ask: (place, asks) =>
      inTurn(asks, async ({ method = 'GET', path, key, accept, json }) => {
        const config = [
          ...whereOf(place, path),
          option('request', method),
          ...(key === null ? [] : [option('header', `Authorization: Bearer ${key}`)]),
          ...(accept === undefined ? [] : [option('header', `Accept: ${accept}`)]),
          ...(json === undefined ? [] : [option('json', JSON.stringify(json))]),
          'silent',
          'write-out = "\\n%{http_code}\\t%{content_type}\\t%header{x-correlation-id}"',
        ];
        const bytes = await run('curl', ['--disable', '--config', '-'], config.join('\n'));
        const text = bytes.toString('utf8');
        const end = text.lastIndexOf('\n');
        const [status, type = '', correlationId = ''] = text.slice(end + 1).split('\t');
        return { status: Number(status), type, correlationId, body: text.slice(0, end) };
      }),
  };
}

const curlOverTcp = curl('curl', (place, path) => [option('url', addressOf(place, path))]);
const curlOverSocket = curl('curl --unix-socket', ({ socketPath }, path) => [
  option('unix-socket', socketPath),
  option('url', `http://localhost${path}`),
]);

const PYTHON_CLIENT = `
import json, sys
def headers_of(job):
    headers = {}
    if job['key'] is not None: headers['Authorization'] = 'Bearer ' + job['key']
    if job['accept'] is not None: headers['Accept'] = job['accept']
    return headers
def told(status, headers, body):
    return {'status': status, 'type': headers.get('Content-Type'),
        'correlationId': headers.get('X-Correlation-Id'), 'body': body.decode('utf-8')}
ASK
print(json.dumps([ask(job) for job in json.load(sys.stdin)]))
`;

const URLLIB = `
import urllib.request, urllib.error
def ask(job):
    data, headers = None, headers_of(job)
    if job['json'] is not None:
        headers['Content-Type'] = 'application/json'
        data = json.dumps(job['json']).encode()
    request = urllib.request.Request(job['url'], data=data, headers=headers, method=job['method'])
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return told(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as answer:
        return told(answer.code, answer.headers, answer.read())
`;

const REQUESTS = `
import requests
session = requests.Session()
def ask(job):
    answer = session.request(job['method'], job['url'], headers=headers_of(job), json=job['json'], timeout=10)
    return told(answer.status_code, answer.headers, answer.content)
`;

function python(name: string, module: string, ask: string): ClientProgram {
  return {
    name,
    missing: missing(PYTHON, ['-c', `import ${module}`], 'CI_REQUIRE_PYTHON'),
    async ask(place, asks) {
      const jobs = asks.map(({ method = 'GET', path, key, accept = null, json = null }) => ({
        ...{ url: addressOf(place, path), method, key, accept, json },
      }));
      const out = await run(
        PYTHON,
        ['-c', PYTHON_CLIENT.replace('ASK', () => ask)],
        JSON.stringify(jobs),
      );
      return JSON.parse(out.toString('utf8')) as Got[];
    },
  };
}

/** Those that have to get along with the gateway. */
export const CLIENT_PROGRAMS: readonly ClientProgram[] = [
  nodeFetch,
  curlOverTcp,
  curlOverSocket,
  python("Python's urllib", 'urllib.request', URLLIB),
  python("Python's requests", 'requests', REQUESTS),
];
