import { describe, expect, it } from 'vitest';
import { LineEditor, type Keystroke } from '../../src/cli/line-editor.ts';

function type(editor: LineEditor, text: string | Uint8Array): Keystroke {
  let last: Keystroke = 'more';
  for (const byte of Buffer.from(text as string)) {
    last = editor.feed(byte);
    if (last !== 'more') break;
  }
  return last;
}

function lineOf(text: string): string {
  const editor = new LineEditor(1024);
  expect(type(editor, `${text}\r`)).toBe('done');
  return Buffer.from(editor.take()).toString('utf8');
}

describe('LineEditor', () => {
  it('ends a line at Enter and keeps every byte before it', () => {
    expect(lineOf('Grüße 🔑 ')).toBe('Grüße 🔑 ');
    expect(type(new LineEditor(8), 'a\n')).toBe('done');
  });

  it('removes one character with backspace, however many bytes it has', () => {
    expect(lineOf('a🔑\x7f')).toBe('a');
    expect(lineOf('aü\x08b')).toBe('ab');
    expect(lineOf('\x7f\x7fab\x7f')).toBe('a');
  });

  it('starts over at Ctrl+U', () => {
    expect(lineOf('wrong\x15right')).toBe('right');
  });

  it('reports Ctrl+C at once and Ctrl+D as the end of an empty line only', () => {
    expect(type(new LineEditor(8), 'ab\x03')).toBe('interrupt');
    expect(type(new LineEditor(8), '\x04')).toBe('end');
    expect(type(new LineEditor(8), 'ab\x04')).toBe('done');
  });

  it('swallows arrow keys, function keys and other control characters', () => {
    expect(lineOf('a\x1b[Ab\x1bOPc\x1b[15~d\x1b[1;5Ce\x1bxf\x00\x01\tg')).toBe('abcdefg');
  });

  it('takes a pasted text as it is: line breaks inside stay, the last one goes', () => {
    expect(lineOf('\x1b[200~one\r\ntwo\rthree\tx\r\x1b[201~')).toBe('one\ntwo\nthree\tx');
    expect(lineOf('a\x1b[200~b\x03c\x1b[201~d')).toBe('abcd');
  });

  it('counts what does not fit as too long instead of cutting it off', () => {
    const editor = new LineEditor(3);
    type(editor, 'abcd');
    expect(editor.overflowed).toBe(true);
    type(editor, '\x15abc');
    expect(editor.overflowed).toBe(false);
  });

  it('hands out memory of its own and zeroes what it held', () => {
    const editor = new LineEditor(8);
    type(editor, 'abc');
    const line = editor.take();
    expect(line.buffer.byteLength).toBe(3);
    expect(line.byteOffset).toBe(0);
    expect(Buffer.from(editor.take()).length).toBe(0);
  });
});
