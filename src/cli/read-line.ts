import { VaultError } from '../shared/vault-error.ts';
import { Interrupted } from './interrupted.ts';
import { LineEditor, type Keystroke } from './line-editor.ts';

const PASTE_MODE_ON = '\x1b[?2004h';
const PASTE_MODE_OFF = '\x1b[?2004l';

/** A terminal as far as a prompt needs it. */
export interface Terminal {
  setRawMode(on: boolean): void;
  /** Begins to deliver what is typed; the returned function stops it. */
  listen(onBytes: (chunk: Uint8Array) => void, onEnd: () => void): () => void;
  write(text: string): void;
}

/** Reads lines from a terminal in raw mode. What was typed ahead waits for the next prompt. */
export class LineReader {
  readonly #terminal: Terminal;
  #ahead: Uint8Array = new Uint8Array(0);
  #restore: (() => void) | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /**
   * The bytes typed until Enter, without echo. The buffer is off-heap and the caller's to wipe.
   * @throws Interrupted on Ctrl+C; VaultError `invalid_input` on Ctrl+D, a closed terminal or too long a line.
   */
  async readHidden(prompt: string, maxBytes: number): Promise<Uint8Array> {
    return this.#read(prompt, maxBytes, true);
  }

  /** The bytes of a line that the terminal shows while it is typed. Throws as `readHidden`. */
  async readVisible(prompt: string, maxBytes: number): Promise<Uint8Array> {
    return this.#read(prompt, maxBytes, false);
  }

  /** Gives the terminal its echo back if a prompt is open. */
  restore(): void {
    const restore = this.#restore;
    this.#restore = null;
    restore?.();
  }

  async #read(prompt: string, maxBytes: number, hidden: boolean): Promise<Uint8Array> {
    const editor = new LineEditor(maxBytes);
    const terminal = this.#terminal;
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    const settle = (outcome: Exclude<Keystroke, 'more'>): void => {
      this.restore();
      if (outcome === 'done' && !editor.overflowed) resolve(editor.take());
      else if (outcome === 'interrupt') reject(new Interrupted('SIGINT'));
      else reject(new VaultError('invalid_input', { hint: whyNoLine(outcome) }));
      editor.wipe();
    };
    const take = (chunk: Uint8Array): void => {
      for (const [index, byte] of chunk.entries()) {
        const outcome = editor.feed(byte);
        if (outcome === 'more') continue;
        this.#ahead = Uint8Array.from(chunk.subarray(index + 1));
        chunk.fill(0);
        settle(outcome);
        return;
      }
      chunk.fill(0);
    };

    if (hidden) terminal.setRawMode(true);
    terminal.write(hidden ? `${PASTE_MODE_ON}${prompt}` : prompt);
    const ahead = this.#ahead;
    this.#ahead = new Uint8Array(0);
    const stop = terminal.listen(take, () => {
      settle('end');
    });
    this.#restore = () => {
      stop();
      if (!hidden) return;
      terminal.write(`${PASTE_MODE_OFF}\n`);
      terminal.setRawMode(false);
    };
    take(ahead);
    return promise;
  }
}

function whyNoLine(outcome: Keystroke): string {
  return outcome === 'end' ? 'Nothing was entered.' : 'The line is longer than what fits here.';
}
