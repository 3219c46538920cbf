/** Formats whose files need no password of their own. */
export type FileFormat = 'dotenv' | 'json';

/** The most that a dropped file may hold; a chosen one is read by main, and may hold more. */
export const DROP_BYTES = 1024 * 1024;

/** A file as the page gets it from the system. */
export type DroppedFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>;

/** A file that was read, or why it was not. */
export type DropOutcome =
  | {
      readonly kind: 'read';
      readonly format: FileFormat;
      readonly fileName: string;
      readonly content: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: 'refused'; readonly why: DropRefusal };

/** Why a dropped file was not read. */
export type DropRefusal = 'several' | 'too_large' | 'unreadable' | 'database';

const DATABASE = /\.(?:db|sqlite3?)$/i;
const SQLITE = new TextEncoder().encode('SQLite format 3\0');
const JSON_START = new Set(['{', '['].map((sign) => sign.charCodeAt(0)));
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

/** Reads what was dropped. A folder has no bytes and counts as unreadable. */
export async function readDropped(files: readonly DroppedFile[]): Promise<DropOutcome> {
  const [file, ...others] = files;
  if (file === undefined) return { kind: 'refused', why: 'unreadable' };
  if (others.length > 0) return { kind: 'refused', why: 'several' };
  if (DATABASE.test(file.name)) return { kind: 'refused', why: 'database' };
  if (file.size > DROP_BYTES) return { kind: 'refused', why: 'too_large' };
  try {
    const content = new Uint8Array(await file.arrayBuffer());
    if (startsWith(content, SQLITE)) return { kind: 'refused', why: 'database' };
    return { kind: 'read', format: formatOf(file.name, content), fileName: file.name, content };
  } catch {
    return { kind: 'refused', why: 'unreadable' };
  }
}

/** By the name's end; a file of another name is JSON if it begins like it. */
export function formatOf(fileName: string, content: Uint8Array): FileFormat {
  const name = fileName.toLowerCase();
  if (name.endsWith('.json')) return 'json';
  if (/(?:^|\.)env(?:\.|$)/.test(name)) return 'dotenv';
  const first = content.find((byte) => !BLANKS.has(byte));
  return first !== undefined && JSON_START.has(first) ? 'json' : 'dotenv';
}

function startsWith(content: Uint8Array, beginning: Uint8Array): boolean {
  return beginning.every((byte, at) => content[at] === byte);
}
