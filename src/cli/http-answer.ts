/** The first lines of an answer, and where its body begins. */
export interface AnswerHead {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly bodyAt: number;
}

const HEAD_BYTES = 16 * 1024;
const STATUS_LINE = /^HTTP\/1\.[01] ([1-5]\d\d)(?: |$)/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;

/** The head as far as it has come: null until it is whole. @throws Error for what is not HTTP/1.1. */
export function readHead(received: Uint8Array): AnswerHead | null {
  const bytes = Buffer.from(received.buffer, received.byteOffset, received.length);
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1 || end > HEAD_BYTES) {
    const start = bytes.subarray(0, 'HTTP/'.length).toString('latin1');
    if (end > HEAD_BYTES || bytes.length > HEAD_BYTES || !'HTTP/'.startsWith(start)) {
      throw new Error('not an answer in HTTP');
    }
    return null;
  }
  // Only the head becomes text: the body may be a value.
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const status = STATUS_LINE.exec(first)?.[1];
  if (status === undefined) throw new Error('not an answer in HTTP');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = HEADER.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error('not a header');
    headers.set(name.toLowerCase(), value);
  }
  return { status: Number(status), headers, bodyAt: end + '\r\n\r\n'.length };
}

/** The body in memory of its own: null while more is to come. @throws Error for a broken one. */
export function bodyOf(
  received: Uint8Array,
  { headers, bodyAt }: AnswerHead,
  ended: boolean,
): Uint8Array | null {
  const body = received.subarray(bodyAt);
  if (headers.get('transfer-encoding') === 'chunked') return ended ? unchunked(body) : null;
  const length = headers.get('content-length');
  if (length === undefined) return ended ? joined([body]) : null;
  if (!/^\d{1,9}$/.test(length)) throw new Error('not a length');
  return body.length < Number(length) ? null : joined([body.subarray(0, Number(length))]);
}

function unchunked(body: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; ;) {
    const end = body.indexOf(0x0a, at);
    const size = /^([0-9a-f]{1,8})(?:;.*)?\r$/i.exec(
      Buffer.from(body.subarray(at, Math.max(end, at))).toString('latin1'),
    )?.[1];
    if (size === undefined) throw new Error('not a chunk');
    const length = Number.parseInt(size, 16);
    if (length === 0) return joined(parts);
    if (end + 1 + length > body.length) throw new Error('a chunk was cut off');
    parts.push(body.subarray(end + 1, end + 1 + length));
    at = end + 1 + length + '\r\n'.length;
  }
}

/** One after the other, in memory of their own. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = Buffer.from(
    new ArrayBuffer(chunks.reduce((length, chunk) => length + chunk.length, 0)),
  );
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
