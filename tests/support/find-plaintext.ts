import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

/** The spellings in which a text could lie in a file: UTF-8, UTF-16, hex in either case, base64 at each alignment. */
export function spellings(
  marker: string,
): readonly { readonly as: string; readonly bytes: Buffer }[] {
  const utf8 = Buffer.from(marker, 'utf8');
  const hex = utf8.toString('hex');
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), utf8])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last characters depend on the neighbours.
    return text.slice(shift === 0 ? 0 : shift + 1, -1);
  });
  return [
    { as: 'utf8', bytes: utf8 },
    { as: 'utf16le', bytes: Buffer.from(marker, 'utf16le') },
    { as: 'utf16be', bytes: Buffer.from(marker, 'utf16le').swap16() },
    { as: 'hex', bytes: Buffer.from(hex) },
    { as: 'HEX', bytes: Buffer.from(hex.toUpperCase()) },
    ...base64.map((text) => ({ as: 'base64', bytes: Buffer.from(text) })),
    ...base64.map((text) => ({
      as: 'base64url',
      bytes: Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_')),
    })),
  ];
}

/** Every marker that some bytes hold, with its spelling. */
export function markersIn(bytes: Uint8Array, markers: readonly string[]): string[] {
  const haystack = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return markers.flatMap((marker) =>
    spellings(marker)
      .filter((spelling) => haystack.includes(spelling.bytes))
      .map(({ as }) => `${marker} as ${as}`),
  );
}

/** Every file below a folder; a socket holds nothing. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry: Dirent) => {
    const path = join(folder, entry.name);
    if (entry.isSocket()) return [];
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** Every file below a folder that holds a marker in any spelling, or has it in its name. */
export function plaintextBelow(folder: string, markers: readonly string[]): string[] {
  return filesBelow(folder).flatMap((path) =>
    [...markersIn(readFileSync(path), markers), ...markersIn(Buffer.from(path), markers)].map(
      (hit) => `${path.slice(folder.length + 1)}: ${hit}`,
    ),
  );
}
