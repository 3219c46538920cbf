import type { Refusal } from '../refusal.ts';
import type { HeaderLines } from './header-lines.ts';

/** What a request on the socket may say in Host. */
export const SOCKET_HOSTS: ReadonlySet<string> = new Set(['localhost', 'strongroom']);

/** The names of a loopback listener: anything else is a rebound name or another address of this machine. */
export function loopbackHosts(port: number): ReadonlySet<string> {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  const hosts = names.map((name) => `${name}:${String(port)}`);
  return new Set(port === 80 ? [...hosts, ...names] : hosts);
}

/** HTTP/1.1 and exactly one Host, one of ours; null if so. */
export function checkHost(
  httpVersion: string,
  lines: HeaderLines,
  hosts: ReadonlySet<string>,
): Refusal | null {
  if (httpVersion !== '1.1') return { code: 'wrong_host', why: 'http_version' };
  const [host, ...more] = lines.get('host') ?? [];
  if (host === undefined) return { code: 'wrong_host', why: 'no_host' };
  if (more.length > 0) return { code: 'wrong_host', why: 'two_hosts' };
  return hosts.has(host.toLowerCase()) ? null : { code: 'wrong_host', why: 'host' };
}
