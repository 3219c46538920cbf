import type { ServerResponse } from 'node:http';

/** Answers with something secret in them, from the moment they are handed to the socket until they have left it. */
export class SecretAnswers {
  readonly #underWay = new Map<ServerResponse, Uint8Array>();

  get size(): number {
    return this.#underWay.size;
  }

  /** Sends the bytes, which are the answer's from now on: they are zero when it has left or the connection is gone. */
  send(response: ServerResponse, type: string, bytes: Uint8Array, status = 200): void {
    if (response.destroyed || response.headersSent) {
      bytes.fill(0);
      return;
    }
    this.#underWay.set(response, bytes);
    response.once('close', () => {
      bytes.fill(0);
      this.#underWay.delete(response);
    });
    response.writeHead(status, { 'Content-Type': type, 'Content-Length': String(bytes.length) });
    // A view, no copy: a string or a pooled buffer would stay behind where nobody wipes it.
    response.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  }

  /** Cuts off what a slow reader has not taken yet: nothing of it outlives a lock. */
  dropAll(): void {
    for (const [response, bytes] of this.#underWay) {
      response.destroy();
      bytes.fill(0);
    }
    this.#underWay.clear();
  }
}
