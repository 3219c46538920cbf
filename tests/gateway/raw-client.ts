import { connect, type NetConnectOpts } from 'node:net';

/** An answer as its bytes are. */
export interface RawAnswer {
  readonly status: number;
  /** Lower-case names; a header that came twice is joined with a newline. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const TIMEOUT_MS = 10_000;

/** Sends exactly these bytes on a connection of its own; resolves with all that came back once the peer ends it. */
export function exchange(
  to: NetConnectOpts,
  bytes: string | Uint8Array,
  options: { readonly keepOpen?: boolean; readonly enough?: (text: string) => boolean } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...to, ...(options.keepOpen ? {} : {}) });
    let received = '';
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no end in ${String(TIMEOUT_MS)} ms; so far: ${received}`));
    }, TIMEOUT_MS);
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(received);
    };
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (options.enough?.(received) === true) finish();
    });
    socket.on('error', finish);
    socket.on('close', finish);
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  });
}

/** The answers in what came back, one after the other. */
export function parseAnswers(text: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) throw new Error(`no answer: ${rest}`);
    const [first = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = new Map<string, string>();
    for (const line of lines) {
      const at = line.indexOf(':');
      const name = line.slice(0, at).toLowerCase();
      const value = line.slice(at + 1).trim();
      const before = headers.get(name);
      headers.set(name, before === undefined ? value : `${before}\n${value}`);
    }
    const status = Number(first.split(' ')[1]);
    const length = Number(headers.get('content-length') ?? '0');
    const start = end + 4;
    const isBare = status === 100 || status === 204;
    const stop = isBare ? start : start + length;
    answers.push({ status, headers, body: rest.slice(start, stop) });
    rest = rest.slice(stop);
  }
  return answers;
}

/** A request as text: `line` and header lines, each ended as HTTP wants it. */
export function requestText(line: string, headers: readonly string[] = [], body = ''): string {
  return `${[line, ...headers].join('\r\n')}\r\n\r\n${body}`;
}
