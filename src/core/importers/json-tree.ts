import { wipe } from '../crypto/bytes.ts';
import { JsonByteReader, NotJsonError } from '../secrets/json-byte-reader.ts';

const MAX_DEPTH = 16;

/** A JSON value whose strings are bytes: a secret in it never becomes a JS string. */
export type JsonNode =
  | { readonly type: 'string'; readonly bytes: Uint8Array }
  | { readonly type: 'object'; readonly members: ReadonlyMap<string, JsonNode> }
  | { readonly type: 'array'; readonly elements: readonly JsonNode[] }
  /** A number, true, false or null, as it is written. */
  | { readonly type: 'other'; readonly bytes: Uint8Array };

function readNode(reader: JsonByteReader, depth: number): JsonNode {
  if (depth > MAX_DEPTH) throw new NotJsonError();
  const type = reader.kind();
  if (type === 'string') return { type, bytes: reader.string() };
  if (type === 'other') return { type, bytes: reader.raw() };
  if (type === 'array') {
    const elements: JsonNode[] = [];
    reader.array(() => elements.push(readNode(reader, depth + 1)));
    return { type, elements };
  }
  const members = new Map<string, JsonNode>();
  reader.object((key) => members.set(key, readNode(reader, depth + 1)));
  return { type, members };
}

/**
 * Reads a whole JSON text (RFC 8259). Null: not well-formed JSON in UTF-8, a key twice in one object, nested deeper
 * than 16; nothing of it is left in memory then.
 */
export function readJsonTree(bytes: Uint8Array): JsonNode | null {
  let reader: JsonByteReader | null = null;
  try {
    reader = new JsonByteReader(bytes);
    const node = readNode(reader, 0);
    reader.end();
    return node;
  } catch (error) {
    reader?.wipeTaken();
    if (error instanceof NotJsonError) return null;
    throw error;
  }
}

/** Zeroes every text of the tree but those in `keep`. */
export function wipeJsonTree(node: JsonNode, keep: ReadonlySet<Uint8Array>): void {
  if (node.type === 'object') for (const child of node.members.values()) wipeJsonTree(child, keep);
  else if (node.type === 'array') for (const child of node.elements) wipeJsonTree(child, keep);
  else if (!keep.has(node.bytes)) wipe(node.bytes);
}
