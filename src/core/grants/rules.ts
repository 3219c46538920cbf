import {
  GRANT_LIMITS,
  type Fence,
  type GrantLimits,
  type GrantRules,
} from '../../shared/client.ts';
import { TEMPLATES } from '../../shared/templates.ts';

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const HOST = new RegExp(`^(\\*\\.)?${LABEL}(\\.${LABEL})*$`);
/** No query, no fragment, no dot segments, nothing encoded: paths are compared after one decoding. */
const PATH = /^(?!.*\/\.{1,2}(\/|$))\/[A-Za-z0-9._~!$&'()+,;=:@/-]*\*?$/;
const METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE)$/;

/** Rules from what was given or stored; null if there is anything in them that we do not know how to keep. */
export function parseRules(value: unknown): GrantRules | null {
  if (!isPlain(value)) return null;
  const { hosts, paths, methods, ...unknown } = value;
  const fits =
    Object.keys(unknown).length === 0 &&
    isListOf(hosts, (host) => host.length <= GRANT_LIMITS.hostChars && HOST.test(host)) &&
    isListOf(paths, (path) => path.length <= GRANT_LIMITS.pathChars && PATH.test(path)) &&
    isListOf(methods, (method) => METHOD.test(method));
  return fits ? value : null;
}

/** Limits as they are stored; null for anything else. */
export function parseLimits(value: unknown): GrantLimits | null {
  if (!isPlain(value)) return null;
  const { per_minute: perMinute, per_hour: perHour, per_day: perDay, ...unknown } = value;
  if (Object.keys(unknown).length > 0) return null;
  return checkedLimits({ perMinute, perHour, perDay });
}

/** Limits as they are given; null for anything but whole numbers from 1. */
export function checkedLimits(value: unknown): GrantLimits | null {
  if (!isPlain(value)) return null;
  const given = Object.entries(value).filter(([, limit]) => limit !== undefined);
  const fits = given.every(
    ([name, limit]) =>
      ['perMinute', 'perHour', 'perDay'].includes(name) &&
      Number.isSafeInteger(limit) &&
      Number(limit) >= 1 &&
      Number(limit) <= GRANT_LIMITS.uses,
  );
  return fits ? Object.fromEntries(given) : null;
}

/** Whether a rule lets a request through to this host name. */
export function hostMatches(rule: string, host: string): boolean {
  return rule.startsWith('*.') ? host.endsWith(rule.slice(1)) : rule === host;
}

/** Where real money is: hosts that a known broker uses for its live accounts alone. */
const LIVE_HOSTS: ReadonlySet<string> = new Set(
  TEMPLATES.flatMap(({ addresses: { live, paper } }) => {
    const hosts = [live, paper].map((url) => (url === undefined ? null : new URL(url).hostname));
    const [host] = hosts;
    return host === null || host === undefined || host === hosts[1] ? [] : [host];
  }),
);

/** Whether a text is the name of one host, in the only spelling that rules are compared with. */
export function isHostName(text: string): boolean {
  return text.length <= GRANT_LIMITS.hostChars && HOST.test(text) && !text.startsWith('*');
}

/** Whether only live accounts are at this host. */
export function isLiveHost(host: string): boolean {
  return LIVE_HOSTS.has(host);
}

/** The side of the fence of a secret's environment. */
export function fenceOf(environment: string | undefined): Fence {
  const word = environment?.trim().toLowerCase();
  return word === 'paper' || word === 'live' ? word : null;
}

/** Whether these rules would let a paper secret reach a live host. */
export function crossesFence(fence: Fence, { hosts = [] }: GrantRules): boolean {
  if (fence !== 'paper') return false;
  return [...LIVE_HOSTS].some((live) => hosts.some((rule) => hostMatches(rule, live)));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf(value: unknown, takes: (text: string) => boolean): boolean {
  if (value === undefined) return true;
  if (!Array.isArray(value) || value.length < 1 || value.length > GRANT_LIMITS.entries)
    return false;
  return value.every((entry: unknown) => typeof entry === 'string' && takes(entry));
}
