import { describe, expect, it } from 'vitest';
import { columnsOf, escapeText } from '../../src/cli/escape-text.ts';
import { Output } from '../../src/cli/output.ts';
import { FakeIo } from './fake-world.ts';

const DANGEROUS = [
  '\x1b[2J',
  '\x07',
  '\x00',
  '\r',
  '\n',
  '\x7f',
  '\x9b31m',
  '\u202e',
  '\u2066',
  '\u200f',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\ud800',
  '\u{e0041}',
];

describe('stored text on a terminal', () => {
  it('shows control, bidirectional, invisible and broken characters as escapes', () => {
    for (const text of DANGEROUS) {
      const shown = escapeText(`a${text}b`);
      expect(shown).toMatch(/^a\\u\{[0-9a-f]{4,6}\}.*b$/);
      expect(/[\p{Cc}\p{Cf}\p{Cs}]/u.test(shown)).toBe(false);
    }
  });

  it('leaves letters, umlauts, emoji and spaces as they are', () => {
    for (const text of ['Grüße', 'ключ', '鍵 🔑', "a'b\\c"]) expect(escapeText(text)).toBe(text);
  });

  it('lines columns up by width', () => {
    expect(columnsOf('ab')).toBe(2);
    expect(columnsOf('鍵')).toBe(2);
    expect(columnsOf('e\u0301')).toBe(1);
  });

  it('is escaped by every line and table that goes to a terminal, and byte for byte in a pipe', async () => {
    const io = new FakeIo();
    const output = new Output(io, false);
    await output.lines(['\x1b[31mred']);
    expect(Buffer.concat(io.written).toString('utf8')).toBe('\x1b[31mred\n');
    io.written.length = 0;
    io.stdoutIsTerminal = true;
    await output.lines(['\x1b[31mred']);
    await output.table(['NAME'], [['\x1b[31mred'], ['\u202egnirts']]);
    output.notice({ code: 'x', text: '\x1b[31mred' });
    const shown = Buffer.concat(io.written).toString('utf8') + io.talked.join('');
    expect(shown).not.toContain('\x1b');
    expect(shown).not.toContain('\u202e');
  });

  it('prints a bold heading only where bold is allowed', async () => {
    const io = new FakeIo();
    io.stdoutIsTerminal = true;
    const output = new Output(io, false);
    await output.table(['NAME', 'KIND'], [['a', 'llm']]);
    io.boldAllowed = true;
    await output.table(['NAME', 'KIND'], [['a', 'llm']]);
    expect(io.written.map((bytes) => Buffer.from(bytes).toString('utf8'))).toEqual([
      'NAME  KIND\na     llm\n',
      '\x1b[1mNAME  KIND\x1b[22m\na     llm\n',
    ]);
  });
});
