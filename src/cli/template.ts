import { parseReference } from '../shared/reference.ts';
import { joined } from './http-answer.ts';
import type { WantedField } from './run-variables.ts';
import { invalidInput } from './usage-error.ts';

/** A piece of a template: bytes as they are, or a field that takes its place. */
export type TemplatePart = Uint8Array | WantedField;

const PLACE = /\{\{[ \t]*(strongroom:\/\/[^\r\n]*?)[ \t]*\}\}/g;
const OPENED = /\{\{[ \t]*strongroom:\/\//g;

/**
 * Cuts a template at every `{{ strongroom://NAME/FIELD }}`; other braces are text. Parts of text are views of `bytes`.
 * @throws VaultError `invalid_input` for a place that names no reference.
 */
export function parseTemplate(bytes: Uint8Array): readonly TemplatePart[] {
  // One character a byte, so that a place in the text is a place in the bytes.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const parts: TemplatePart[] = [];
  let at = 0;
  let places = 0;
  for (const match of text.matchAll(PLACE)) {
    const reference = parseReference(Buffer.from(match[1] ?? '', 'latin1').toString('utf8'));
    if (reference === null) throw notAReference();
    parts.push(bytes.subarray(at, match.index), reference);
    at = match.index + match[0].length;
    places += 1;
  }
  if ([...text.matchAll(OPENED)].length !== places) throw notAReference();
  return [...parts, bytes.subarray(at)];
}

function notAReference(): Error {
  return invalidInput('A place in a template looks like {{ strongroom://NAME/FIELD }}.');
}

/** Fills the places, in memory of its own that the caller wipes. */
export async function fillTemplate(
  parts: readonly TemplatePart[],
  read: (wanted: WantedField) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const values = new Map<string, Uint8Array>();
  try {
    for (const part of parts) {
      if (part instanceof Uint8Array || values.has(keyOf(part))) continue;
      values.set(keyOf(part), await read(part));
    }
    return joined(
      parts.map((part) =>
        part instanceof Uint8Array ? part : (values.get(keyOf(part)) ?? new Uint8Array(0)),
      ),
    );
  } finally {
    for (const value of values.values()) value.fill(0);
  }
}

/** Two references to the same field are read once. */
export function keyOf({ name, field }: WantedField): string {
  return JSON.stringify([name, field]);
}
