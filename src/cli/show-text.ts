import { open } from 'node:fs/promises';
import type { Deps } from './deps.ts';
import type { Io } from './io.ts';
import { invalidInput } from './usage-error.ts';

const TAB = '    ';

/**
 * Text of many lines: as it is in a pipe, on a terminal line by line and escaped. A tab is no control character that
 * anybody has to fear, and stands in every program text.
 */
export async function showText(bytes: Uint8Array, { io, output }: Deps): Promise<void> {
  if (!io.stdoutIsTerminal) await io.out(bytes);
  else await output.lines(linesOf(new TextDecoder().decode(bytes).replace(/\n$/, '')));
}

/** The same for a text that stands among other lines. */
export function textLines(text: string, { stdoutIsTerminal }: Io): readonly string[] {
  return stdoutIsTerminal ? linesOf(text) : [text];
}

function linesOf(text: string): readonly string[] {
  return text.replaceAll('\t', TAB).split(/\r\n|\n/);
}

/** Writes a file that only its owner may read, and none that is there already. */
export async function writeNewFile(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw invalidInput(isThere ? 'The file is there already.' : 'The file cannot be written.');
  });
  try {
    await file.writeFile(bytes);
  } catch {
    throw invalidInput('The file cannot be written.');
  } finally {
    await file.close();
  }
}
