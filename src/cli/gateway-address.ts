import { isOwnSocket } from '../runtime/socket-folder.ts';
import type { Doors } from './doors.ts';
import type { GatewayAddress } from './gateway-client.ts';
import { invalidInput } from './usage-error.ts';

const USUAL_PORT = 7421;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Where to ask: what `STRONGROOM_URL` says, else the socket of the data folder if there is one, else the usual port.
 * @throws VaultError `invalid_input` for an address that is not this machine's own: the key would leave it;
 * `vault_unreachable` for a socket that somebody else has put there.
 */
export function gatewayAddress(doors: Pick<Doors, 'caller' | 'paths'>): GatewayAddress {
  const { url } = doors.caller();
  if (url !== null) return parseLoopback(url);
  const paths = doors.paths();
  return isOwnSocket(paths)
    ? { socketPath: paths.socket }
    : { host: '127.0.0.1', port: USUAL_PORT };
}

/** @throws VaultError `invalid_input` for anything but `http://` and a loopback address. */
export function parseLoopback(text: string): GatewayAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain =
    url !== null && url.username === '' && url.password === '' && url.search + url.hash === '';
  if (!isPlain || url.protocol !== 'http:' || url.pathname !== '/' || !LOOPBACK.has(url.hostname)) {
    throw invalidInput(
      'STRONGROOM_URL is http://127.0.0.1:PORT: a key is shown to this machine only.',
    );
  }
  const host = url.hostname === '[::1]' ? '::1' : '127.0.0.1';
  return { host, port: url.port === '' ? 80 : Number(url.port) };
}
