import { describe, expect, it } from 'vitest';
import { Interrupted } from '../../src/cli/interrupted.ts';
import { LineReader, type Terminal } from '../../src/cli/read-line.ts';

class FakeTerminal implements Terminal {
  raw = false;
  written = '';
  readonly chunks: Uint8Array[] = [];
  #onBytes: ((chunk: Uint8Array) => void) | null = null;
  #onEnd: (() => void) | null = null;

  setRawMode(on: boolean): void {
    this.raw = on;
  }

  write(text: string): void {
    this.written += text;
  }

  listen(onBytes: (chunk: Uint8Array) => void, onEnd: () => void): () => void {
    this.#onBytes = onBytes;
    this.#onEnd = onEnd;
    return () => {
      this.#onBytes = null;
      this.#onEnd = null;
    };
  }

  get listening(): boolean {
    return this.#onBytes !== null;
  }

  type(text: string): void {
    const chunk = Uint8Array.from(Buffer.from(text, 'utf8'));
    this.chunks.push(chunk);
    this.#onBytes?.(chunk);
  }

  hangUp(): void {
    this.#onEnd?.();
  }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('a hidden prompt', () => {
  it('shows the prompt, echoes nothing and gives the terminal back', async () => {
    const terminal = new FakeTerminal();
    const typed = new LineReader(terminal).readHidden('Password: ', 64);
    expect(terminal.raw).toBe(true);
    terminal.type('sésame\r');
    expect(text(await typed)).toBe('sésame');
    expect(terminal.written).toBe('\x1b[?2004hPassword: \x1b[?2004l\n');
    expect(terminal.raw).toBe(false);
    expect(terminal.listening).toBe(false);
  });

  it('zeroes the chunks that the terminal delivered', async () => {
    const terminal = new FakeTerminal();
    const typed = new LineReader(terminal).readHidden('', 64);
    terminal.type('abc');
    terminal.type('def\r');
    await typed;
    expect(terminal.chunks.flatMap((chunk) => [...chunk]).every((byte) => byte === 0)).toBe(true);
  });

  it('keeps what was typed ahead for the next prompt', async () => {
    const terminal = new FakeTerminal();
    const reader = new LineReader(terminal);
    const first = reader.readHidden('', 64);
    terminal.type('one\rtwo\r');
    expect(text(await first)).toBe('one');
    expect(text(await reader.readHidden('', 64))).toBe('two');
    expect(terminal.raw).toBe(false);
  });

  it('ends as interrupted at Ctrl+C, with exit code 130 and the echo back on', async () => {
    const terminal = new FakeTerminal();
    const typed = new LineReader(terminal).readHidden('', 64);
    terminal.type('abc\x03');
    const failure: unknown = await typed.catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(Interrupted);
    expect((failure as Interrupted).exitCode).toBe(130);
    expect(terminal.raw).toBe(false);
  });

  it('refuses Ctrl+D, a closed terminal and a line that is too long', async () => {
    for (const act of [
      (terminal: FakeTerminal) => {
        terminal.type('\x04');
      },
      (terminal: FakeTerminal) => {
        terminal.hangUp();
      },
      (terminal: FakeTerminal) => {
        terminal.type('abcdefghi\r');
      },
    ]) {
      const terminal = new FakeTerminal();
      const typed = new LineReader(terminal).readHidden('', 8);
      act(terminal);
      await expect(typed).rejects.toMatchObject({ code: 'invalid_input' });
      expect(terminal.raw).toBe(false);
    }
  });

  it('can be given up from outside: the terminal is restored once', () => {
    const terminal = new FakeTerminal();
    const reader = new LineReader(terminal);
    void reader.readHidden('', 8);
    reader.restore();
    reader.restore();
    expect(terminal.raw).toBe(false);
    expect(terminal.written.match(/2004l/g)).toHaveLength(1);
  });

  it('leaves echo to the terminal for a question', async () => {
    const terminal = new FakeTerminal();
    const answer = new LineReader(terminal).readVisible('Sure? ', 8);
    expect(terminal.raw).toBe(false);
    terminal.type('y\n');
    expect(text(await answer)).toBe('y');
    expect(terminal.written).toBe('Sure? ');
  });
});
