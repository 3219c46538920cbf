import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { parseAnswers, type RawAnswer } from '../../gateway/raw-client.ts';

/** Stands between a browser and a gateway and keeps every byte that the gateway says. */
export class WireTap {
  readonly port: number;
  readonly #server: Server;
  readonly #said: Buffer[][];
  readonly #sockets: Set<Socket>;

  readonly #leads: { port: number };

  private constructor(
    server: Server,
    said: Buffer[][],
    sockets: Set<Socket>,
    leads: { port: number },
  ) {
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
    this.#said = said;
    this.#sockets = sockets;
    this.#leads = leads;
  }

  static async before(gatewayPort: number): Promise<WireTap> {
    const said: Buffer[][] = [];
    const sockets = new Set<Socket>();
    const leads = { port: gatewayPort };
    const server = createServer((browser) => {
      const gateway = connect({ host: '127.0.0.1', port: leads.port });
      const own: Buffer[] = [];
      if (leads.port === gatewayPort) said.push(own);
      gateway.on('data', (chunk) => own.push(chunk));
      for (const [from, to] of [
        [browser, gateway],
        [gateway, browser],
      ] as const) {
        sockets.add(from);
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          sockets.delete(from);
          to.destroySoon();
        });
      }
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new WireTap(server, said, sockets, leads);
  }

  /** Where connections lead from now on; what others than the gateway say is not kept. */
  leadTo(port: number): void {
    this.#leads.port = port;
  }

  /** Every answer so far. */
  answers(): RawAnswer[] {
    return this.#said.flatMap((own) => parseAnswers(Buffer.concat(own).toString('latin1')));
  }

  /** Everything that was said, as it was. */
  get bytes(): Buffer {
    return Buffer.concat(this.#said.flat());
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((closed) => this.#server.close(closed));
  }
}
