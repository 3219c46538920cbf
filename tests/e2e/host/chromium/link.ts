type Call = (request: never) => unknown;
type Calls<T> = { readonly [K in keyof T]: Call };
type RequestOf<F> = F extends (request: infer Request) => unknown ? Request : never;
type AnswerOf<F> = F extends (request: never) => infer Answer ? Awaited<Answer> : never;

/** The serving side: the same calls, at once or by promise. */
export type Served<T> = {
  readonly [K in keyof T]: (request: RequestOf<T[K]>) => AnswerOf<T[K]> | Promise<AnswerOf<T[K]>>;
};

/** A channel to the other process that clones what it carries. */
export interface Channel {
  readonly connected: boolean;
  send(message: object, failed: () => void): void;
  receive(listener: (message: unknown) => void): void;
}

type Message =
  | { readonly call: string; readonly id: number; readonly request: unknown }
  | { readonly answerTo: number; readonly value?: unknown; readonly error?: string };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Typed questions and answers in both directions; id 0 is a call nobody waits for. */
export class Link<Theirs extends Calls<Theirs>, Ours extends Calls<Ours>> {
  readonly #channel: Channel;
  readonly #waiting = new Map<number, Waiting>();
  readonly #served = new Map<string, (request: never) => unknown>();
  #lastId = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.receive((message) => {
      void this.#receive(message as Message);
    });
  }

  serve(calls: Partial<Served<Ours>>): void {
    for (const [name, call] of Object.entries<Call | undefined>(calls)) {
      if (call !== undefined) this.#served.set(name, call);
    }
  }

  ask<K extends keyof Theirs & string>(
    call: K,
    request: RequestOf<Theirs[K]>,
  ): Promise<AnswerOf<Theirs[K]>> {
    const id = ++this.#lastId;
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ call, id, request }, () => {
        this.#waiting.delete(id);
        reject(new Error('the other process is gone'));
      });
    }) as Promise<AnswerOf<Theirs[K]>>;
  }

  tell<K extends keyof Theirs & string>(call: K, request: RequestOf<Theirs[K]>): void {
    this.#send({ call, id: 0, request }, () => undefined);
  }

  /** Refuses everything that is still waited for. */
  end(reason: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(reason));
    this.#waiting.clear();
  }

  #send(message: Message, failed: () => void): void {
    if (this.#channel.connected) this.#channel.send(message, failed);
    else failed();
  }

  async #receive(message: Message): Promise<void> {
    if ('answerTo' in message) {
      const waiting = this.#waiting.get(message.answerTo);
      this.#waiting.delete(message.answerTo);
      if (message.error === undefined) waiting?.resolve(message.value);
      else waiting?.reject(new Error(message.error));
      return;
    }
    const { call, id, request } = message;
    let answer: Message;
    try {
      const served = this.#served.get(call);
      if (served === undefined) throw new Error(`nobody serves ${call}`);
      answer = { answerTo: id, value: await served(request as never) };
    } catch (thrown) {
      answer = { answerTo: id, error: thrown instanceof Error ? thrown.message : String(thrown) };
      if (id === 0) console.error(`${call}: ${answer.error ?? ''}`);
    }
    if (id !== 0) this.#send(answer, () => undefined);
  }
}
