import { closeSync, openSync, writeSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { ReadStream, isatty } from 'node:tty';
import { VaultError } from '../shared/vault-error.ts';
import { OutputClosed } from './interrupted.ts';
import { readDescriptor } from './read-bytes.ts';
import { LineReader, type Terminal } from './read-line.ts';
import { wrapText } from './wrap-text.ts';

/** The world around a command: data out, talk out, and what the owner types. */
export interface Io {
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  /** Standard output takes bold type (a terminal, and NO_COLOR is not set). */
  readonly boldAllowed: boolean;
  /** How wide standard output is, if it is a terminal that says so. */
  readonly columns?: number | null;
  /** There is someone to ask. */
  readonly canAsk: boolean;
  /** Writes data to standard output; resolves when the bytes may be wiped. @throws OutputClosed on EPIPE. */
  out(data: string | Uint8Array): Promise<void>;
  /** Writes one line to standard error; on a terminal a line of text is broken between words. */
  talk(line: string, kind: 'text' | 'json'): void;
  /** What is typed until Enter, unseen. The buffer is the caller's to wipe. */
  readHidden(prompt: string, maxBytes: number): Promise<Uint8Array>;
  /** What is typed until Enter, as it is seen on the terminal. */
  readVisible(prompt: string, maxBytes: number): Promise<Uint8Array>;
  /** Asks a question that is answered with yes or no; anything but yes is no. */
  confirm(question: string): Promise<boolean>;
  /** Standard input byte for byte. @throws VaultError `too_large` above `maxBytes`. */
  readStdin(maxBytes: number): Promise<Uint8Array>;
  /** Standard input and output for a protocol, which from now on alone uses them. Neither throws when it breaks. */
  takeStreams(): ProtocolStreams;
  /** Gives the terminal its echo back and lets go of it. */
  restoreTerminal(): void;
}

export interface ProtocolStreams {
  readonly input: Readable;
  readonly output: Writable;
}

const ANSWER_BYTES = 64;

/** The process's own streams. The only place that touches them. */
export class ProcessIo implements Io {
  readonly stdinIsTerminal = isatty(0);
  readonly stdoutIsTerminal = isatty(1);
  readonly #noColor: boolean;
  #terminal: OpenTerminal | null = null;
  #guarded = false;
  #silent = false;
  #talking: Promise<void> = Promise.resolve();

  constructor({ noColor }: { readonly noColor: boolean }) {
    this.#noColor = noColor;
  }

  get boldAllowed(): boolean {
    return this.stdoutIsTerminal && !this.#noColor && process.stdout.hasColors();
  }

  get columns(): number | null {
    return this.stdoutIsTerminal ? process.stdout.columns || null : null;
  }

  get canAsk(): boolean {
    return this.#openTerminal() !== null;
  }

  async out(data: string | Uint8Array): Promise<void> {
    this.#guard();
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(data, (error) => {
        if (error) reject(notWritten(error));
        else resolve();
      });
    });
  }

  /** Nothing more is said: a signal ended the command, and its refusals no longer interest anyone. */
  silence(): void {
    this.#silent = true;
  }

  talk(line: string, kind: 'text' | 'json'): void {
    if (this.#silent) return;
    this.#guard();
    const shown = kind === 'text' ? wrapText(line, errorColumns()) : line;
    this.#talking = new Promise((resolve) => {
      process.stderr.write(`${shown}\n`, () => {
        resolve();
      });
    });
  }

  /** Resolves when what was said has been handed over: on some systems a pipe takes its time. */
  async flush(): Promise<void> {
    await this.#talking;
  }

  async readHidden(prompt: string, maxBytes: number): Promise<Uint8Array> {
    return this.#someone().reader.readHidden(prompt, maxBytes);
  }

  async readVisible(prompt: string, maxBytes: number): Promise<Uint8Array> {
    return this.#someone().reader.readVisible(prompt, maxBytes);
  }

  async confirm(question: string): Promise<boolean> {
    const answer = await this.#someone().reader.readVisible(
      wrapText(`${question} [y/N] `, errorColumns()),
      ANSWER_BYTES,
    );
    return /^\s*(?:y|yes|j|ja)\s*$/i.test(Buffer.from(answer).toString('latin1'));
  }

  async readStdin(maxBytes: number): Promise<Uint8Array> {
    return readDescriptor(0, maxBytes);
  }

  takeStreams(): ProtocolStreams {
    this.#guard();
    return { input: process.stdin, output: process.stdout };
  }

  restoreTerminal(): void {
    this.#terminal?.reader.restore();
    this.#terminal?.release();
    this.#terminal = null;
  }

  /** Without a listener a closed pipe would end the process with a stack trace. */
  #guard(): void {
    if (this.#guarded) return;
    this.#guarded = true;
    process.stdout.on('error', () => undefined);
    process.stderr.on('error', () => undefined);
  }

  #someone(): OpenTerminal {
    const terminal = this.#openTerminal();
    if (terminal === null) {
      throw new VaultError('invalid_input', { hint: 'There is no terminal to ask.' });
    }
    return terminal;
  }

  #openTerminal(): OpenTerminal | null {
    this.#terminal ??= openTerminal(this.stdinIsTerminal, this.stdoutIsTerminal || isatty(2));
    return this.#terminal;
  }
}

const READER_GONE: readonly unknown[] = ['EPIPE', 'EOF', 'ECONNRESET', 'ERR_STREAM_DESTROYED'];

/** A reader that has gone is no error; a full disk is one, and what was asked for is not there. */
function notWritten(error: Error): Error {
  if ('code' in error && READER_GONE.includes(error.code)) return new OutputClosed();
  return new VaultError('internal', { cause: error, hint: 'The output could not be written.' });
}

function errorColumns(): number {
  return isatty(2) ? process.stderr.columns : 0;
}

interface OpenTerminal {
  readonly reader: LineReader;
  release(): void;
}

/**
 * The terminal to ask at: standard input, or the controlling terminal if a pipe took standard input but someone
 * still sees the output. With no stream on a terminal nobody is asked, so that nothing waits for ever unseen.
 */
function openTerminal(stdinIsTerminal: boolean, outputIsTerminal: boolean): OpenTerminal | null {
  if (stdinIsTerminal) {
    const write = isatty(2) ? writeStderr : (writerTo(controllingTerminal()) ?? writeStderr);
    return { reader: new LineReader(terminalOn(process.stdin, write)), release: () => undefined };
  }
  const fd = outputIsTerminal ? controllingTerminal() : null;
  if (fd === null) return null;
  const input = new ReadStream(fd);
  return {
    reader: new LineReader(terminalOn(input, writerTo(fd) ?? writeStderr)),
    release: () => input.destroy(),
  };
}

function terminalOn(
  input: ReadStream | NodeJS.ReadStream,
  write: (text: string) => void,
): Terminal {
  return {
    write,
    setRawMode: (on) => void input.setRawMode(on),
    listen(onBytes, onEnd) {
      input.on('data', onBytes);
      input.on('end', onEnd);
      input.on('error', onEnd);
      input.resume();
      return () => {
        input.pause();
        input.off('data', onBytes);
        input.off('end', onEnd);
        input.off('error', onEnd);
      };
    },
  };
}

function controllingTerminal(): number | null {
  if (process.platform === 'win32') return null;
  try {
    const fd = openSync('/dev/tty', 'r+');
    if (isatty(fd)) return fd;
    closeSync(fd);
    return null;
  } catch {
    return null;
  }
}

function writerTo(fd: number | null): ((text: string) => void) | null {
  return fd === null ? null : (text) => void writeSync(fd, text);
}

function writeStderr(text: string): void {
  process.stderr.write(text);
}
