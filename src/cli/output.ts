import type { Io } from './io.ts';
import { escapeText } from './escape-text.ts';
import { layOutTable } from './lay-out-table.ts';

/** A sentence for the owner beside the data, with a stable code for programs. */
export interface Notice {
  readonly code: string;
  readonly text: string;
  readonly details?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

/** What a command says: data on standard output, talk on standard error, both as JSON if asked. */
export class Output {
  readonly json: boolean;
  readonly #io: Io;

  constructor(io: Io, json: boolean) {
    this.#io = io;
    this.json = json;
  }

  /** One JSON document on a line of its own. */
  async document(value: unknown): Promise<void> {
    await this.#io.out(`${JSON.stringify(value)}\n`);
  }

  /** Lines of data. Stored text is escaped on a terminal and left as it is in a pipe. */
  async lines(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const shown = this.#io.stdoutIsTerminal ? lines.map(escapeText) : lines;
    await this.#io.out(`${shown.join('\n')}\n`);
  }

  /** A table with a bold heading that fits the terminal; in a pipe the rows alone and whole, columns apart by tabs. */
  async table(heading: readonly string[], rows: readonly (readonly string[])[]): Promise<void> {
    if (!this.#io.stdoutIsTerminal) {
      await this.lines(rows.map((row) => row.join('\t')));
      return;
    }
    if (rows.length === 0) return;
    const shown = rows.map((row) => row.map(escapeText));
    const [head = '', ...body] = layOutTable(heading, shown, this.#io.columns ?? null);
    const title = this.#io.boldAllowed ? `\x1b[1m${head}\x1b[22m` : head;
    await this.#io.out(`${[title, ...body].join('\n')}\n`);
  }

  /** The same fact either as a JSON document or as lines for people. */
  async result(value: unknown, lines: readonly string[]): Promise<void> {
    await (this.json ? this.document(value) : this.lines(lines));
  }

  notice({ code, text, details = {} }: Notice): void {
    if (this.json) {
      this.#io.talk(JSON.stringify({ notice: { code, message: text, ...details } }), 'json');
    } else this.#io.talk(escapeText(text), 'text');
  }
}
