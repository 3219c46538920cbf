const ETX = 0x03;
const EOT = 0x04;
const BACKSPACE = 0x08;
const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const NAK = 0x15;
const ESC = 0x1b;
const DELETE = 0x7f;
const PASTE_BEGIN = '200~';
const PASTE_END = '201~';

export type Keystroke = 'more' | 'done' | 'interrupt' | 'end';

/**
 * One line as it is typed in raw mode, kept as bytes in memory that can be zeroed: no JavaScript string of it
 * ever exists. Knows backspace by UTF-8 character, Ctrl+U, Ctrl+C, Ctrl+D and bracketed paste; swallows every
 * other control and escape sequence.
 */
export class LineEditor {
  readonly #bytes: Uint8Array;
  #length = 0;
  #escape: string | null = null;
  #pasting = false;
  #lastWasCr = false;
  #overflowed = false;

  constructor(maxBytes: number) {
    this.#bytes = Buffer.from(new ArrayBuffer(maxBytes));
  }

  /** More was typed than fits; what fits is not the line. */
  get overflowed(): boolean {
    return this.#overflowed;
  }

  feed(byte: number): Keystroke {
    if (this.#escape !== null) {
      this.#continueEscape(byte);
      return 'more';
    }
    if (byte === ESC) {
      this.#escape = '';
      return 'more';
    }
    return this.#pasting ? this.#paste(byte) : this.#type(byte);
  }

  /** The line in memory of its own; the editor's is zeroed. */
  take(): Uint8Array {
    const line = Buffer.from(new ArrayBuffer(this.#length));
    line.set(this.#bytes.subarray(0, this.#length));
    this.wipe();
    return line;
  }

  wipe(): void {
    this.#bytes.fill(0);
    this.#length = 0;
    this.#overflowed = false;
  }

  #type(byte: number): Keystroke {
    if (byte === CR || byte === LF) return 'done';
    if (byte === ETX) return 'interrupt';
    if (byte === EOT) return this.#length === 0 ? 'end' : 'done';
    if (byte === NAK) this.wipe();
    else if (byte === BACKSPACE || byte === DELETE) this.#dropCharacter();
    else if (byte >= 0x20) this.#append(byte);
    return 'more';
  }

  #paste(byte: number): Keystroke {
    const lineFeedOfCrlf = byte === LF && this.#lastWasCr;
    this.#lastWasCr = byte === CR;
    if (lineFeedOfCrlf) return 'more';
    if (byte === CR || byte === LF) this.#append(LF);
    else if (byte >= 0x20 || byte === TAB) this.#append(byte);
    return 'more';
  }

  #append(byte: number): void {
    if (this.#length === this.#bytes.length) {
      this.#overflowed = true;
      return;
    }
    this.#bytes[this.#length] = byte;
    this.#length += 1;
  }

  #dropCharacter(): void {
    let isContinuation = true;
    while (isContinuation && this.#length > 0) {
      this.#length -= 1;
      isContinuation = ((this.#bytes[this.#length] ?? 0) & 0xc0) === 0x80;
      this.#bytes[this.#length] = 0;
    }
  }

  #continueEscape(byte: number): void {
    const sequence = `${this.#escape ?? ''}${String.fromCharCode(byte)}`;
    const introduces = sequence === '[' || sequence === 'O';
    const isParameter = sequence.length > 1 && sequence.startsWith('[') && byte < 0x40;
    if (introduces || (isParameter && sequence.length < 32)) {
      this.#escape = sequence;
      return;
    }
    this.#escape = null;
    if (sequence === `[${PASTE_BEGIN}`) this.#pasting = true;
    if (sequence === `[${PASTE_END}`) this.#endPaste();
  }

  #endPaste(): void {
    this.#pasting = false;
    this.#lastWasCr = false;
    if (this.#length > 0 && this.#bytes[this.#length - 1] === LF) this.#length -= 1;
  }
}
