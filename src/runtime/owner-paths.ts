import { join } from 'node:path';

/** Where the process that owns a data folder is found, and what its terminals keep. */
export interface OwnerPaths {
  /** The socket, or on Windows the name of the pipe. */
  readonly socket: string;
  /** The folder the socket lies in, for its owner alone; null for a pipe. */
  readonly folder: string | null;
  /** The file in which a terminal session keeps its ticket. */
  ticket(terminal: string): string;
}

/** The path of a socket has 104 bytes on some systems, and its end is a zero. */
const SOCKET_PATH_BYTES = 100;
const RUN_FOLDER = 'run';
const SOCKET_NAME = 'strongroom.sock';

/** Of these 16 hex digits two folders have the same by accident once in a lifetime. */
const HASH_DIGITS = 16;
const TERMINAL_DIGITS = 32;

/** The same for everybody who has the same data folder. `shortFolder` takes the socket of one with a long path. */
export function ownerPaths(
  { home, shortFolder }: { readonly home: string; readonly shortFolder: string },
  platform: NodeJS.Platform = process.platform,
): OwnerPaths {
  const ticket = (terminal: string): string =>
    join(home, RUN_FOLDER, `ticket-${terminal.slice(0, TERMINAL_DIGITS)}`);
  if (platform === 'win32') {
    return { socket: `\\\\.\\pipe\\strongroom-${hashOf(home)}`, folder: null, ticket };
  }
  const usual = join(home, RUN_FOLDER);
  const fits = Buffer.byteLength(join(usual, SOCKET_NAME)) <= SOCKET_PATH_BYTES;
  const uid = process.getuid?.() ?? 0;
  const folder = fits ? usual : join(shortFolder, `strongroom-${uid}-${hashOf(home)}`);
  return { socket: join(folder, SOCKET_NAME), folder, ticket };
}

/** Loaded by whom needs it: help and the like are quicker without. */
function hashOf(home: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(home).digest('hex').slice(0, HASH_DIGITS);
}
