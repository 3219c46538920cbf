/**
 * Chromium refuses schemes that it does not know, so at its edge `app://name/x` is spelled `https://name.app.invalid/x`.
 * `.invalid` never resolves (RFC 6761), and https is as secure and as standard as a scheme registered that way.
 */
const INSIDE = /^([a-z][a-z0-9+-]*):\/\/([^/?#]+)/;
const EDGE = /^https:\/\/([^/?#]+)\.([a-z][a-z0-9+-]*)\.invalid(?=[/?#]|$)/;

/** How Chromium spells an address of the app. */
export function toEdge(url: string): string {
  return /^(?:https?|data|about|blob|file):/.test(url)
    ? url
    : url.replace(INSIDE, 'https://$2.$1.invalid');
}

/** How the app spells an address that Chromium names; foreign ones stay as they are. */
export function fromEdge(url: string): string {
  return url.replace(EDGE, '$2://$1');
}

/** Whether this is an address of the app, as Chromium spells it. */
export function isEdge(url: string): boolean {
  return EDGE.test(url);
}

/** Scheme, host and port of an address as the app spells it; WHATWG says `null` for schemes of one's own. */
export function originOf(url: string): string {
  return INSIDE.exec(url)?.[0] ?? 'null';
}
