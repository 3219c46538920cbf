import type { VaultState } from '../../shared/model.ts';
import type { Gateway, GatewayOptions } from '../ports.ts';

/** What a served vault needs of its process. */
export interface ServingPorts {
  readonly startGateway: (options: GatewayOptions) => Promise<Gateway>;
  readonly ownerRoutes: NonNullable<GatewayOptions['ownerRoutes']>;
  /** Path of the owner's socket or named pipe. */
  readonly socketPath: string;
  /** The port of the loopback listeners, asked for when they are started; null: clients come by the socket alone. */
  readonly port: () => Promise<number | null>;
  /** The loopback listeners could not be started or stopped. */
  readonly failed: (thrown: unknown) => void;
}

/**
 * The gateway of one vault. The socket is there as long as the process; the loopback port is not while the vault was
 * changed from outside, for what stands in it then may let anybody in.
 */
export class ServedVault {
  readonly #ports: ServingPorts;
  #socket: Gateway | null = null;
  #tcp: Gateway | null = null;
  #wanted = false;
  #closed = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(ports: ServingPorts) {
    this.#ports = ports;
  }

  /** `http://127.0.0.1:7421`; none while nobody listens there. */
  get urls(): readonly string[] {
    return this.#tcp?.addresses.map((address) => `http://${address}`) ?? [];
  }

  /** Starts with a vault in this state. Rejects if the socket or, while the vault is well, the port cannot be had. */
  async start(state: VaultState): Promise<void> {
    const { startGateway, socketPath, ownerRoutes } = this.#ports;
    this.#socket = await startGateway({ tcp: null, socketPath, ownerRoutes });
    this.#wanted = state !== 'tampered';
    await this.#settle();
  }

  /** The vault is in another state now. */
  follow(state: VaultState): void {
    this.#wanted = state !== 'tampered';
    void this.#settle().catch((thrown: unknown) => {
      this.#ports.failed(thrown);
    });
  }

  /** When the port is as the last state wanted it. */
  async settled(): Promise<void> {
    await this.#turn.catch(() => undefined);
  }

  /** Nobody is served any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wanted = false;
    await this.settled();
    await Promise.all([this.#stopTcp(), this.#socket?.close()]);
    this.#socket = null;
  }

  #settle(): Promise<void> {
    const turn = this.#turn
      .catch(() => undefined)
      .then(() => (this.#wanted ? this.#startTcp() : this.#stopTcp()));
    this.#turn = turn;
    return turn;
  }

  async #startTcp(): Promise<void> {
    if (this.#tcp !== null || this.#closed || this.#socket === null) return;
    const port = await this.#ports.port();
    if (port === null) return;
    this.#tcp = await this.#ports.startGateway({ tcp: { port }, socketPath: null });
  }

  async #stopTcp(): Promise<void> {
    const tcp = this.#tcp;
    this.#tcp = null;
    await tcp?.close();
  }
}
