import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { OwnerLink } from '../../src/cli/owner-link.ts';
import type { CallContext } from '../../src/core/call.ts';
import type { OwnerVault } from '../../src/gateway/owner/calls.ts';
import { MAIN, OWNER_PASSWORD, Sandbox, runNode, type Ran } from './run-built.ts';

/** `strongroom serve` in a process of its own, on a port that was free. */
export class ServedVault {
  readonly box = new Sandbox();
  url = '';
  socket = '';
  owner: OwnerVault | null = null;
  #process: ChildProcess | null = null;

  /** Sets the vault up, unlocked, and serves it. */
  async start(): Promise<void> {
    await this.box.run(['init', '--new-password-file', this.box.passwordFile]);
    const args = ['serve', '--port', '0', '--json', '--password-file', this.box.passwordFile];
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: this.box.environment(),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    let out = '';
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
    await new Promise<void>((ready, failed) => {
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString('utf8');
        if (out.includes('\n')) ready();
      });
      child.on('exit', () => {
        failed(new Error(`serve ended: ${err}`));
      });
    });
    ({ url: this.url, socket: this.socket } = JSON.parse(out) as { url: string; socket: string });
    await this.enter();
  }

  /** The owner's way in with one ticket, for a password takes a second each time; `open` unlocks the vault as well. */
  async enter(open = false): Promise<OwnerVault> {
    const password = Buffer.from(OWNER_PASSWORD);
    const link = new OwnerLink(this.socket);
    const wanted = { password, open, clientsUntilMs: null };
    const { ticket } = await link.unlock(wanted, null, context());
    this.owner = link.vault({ ticket, terminal: null }, context());
    return this.owner;
  }

  async lock(): Promise<void> {
    await new OwnerLink(this.socket).lock(context());
  }

  /** A client with grants to read, and its key. */
  async client(name: string, secrets: readonly string[]): Promise<string> {
    const { clients, grants, keys } = this.vault;
    const client = { id: (await clients.add({ name }, context())).id };
    for (const secret of secrets) {
      await grants.add({ client, secret: { name: secret }, mode: 'read' }, context());
    }
    const { key } = await keys.create({ client, name }, context());
    return Buffer.from(key).toString('latin1');
  }

  async clientNames(): Promise<string[]> {
    const { clients } = await this.vault.clients.list({ all: true }, context());
    return clients.map(({ name }) => name);
  }

  async set(name: string, value: string | Uint8Array, field = 'value'): Promise<void> {
    const bytes = Buffer.from(value as string);
    const isText = typeof value === 'string';
    const stored = isText ? bytes : Buffer.from(bytes.toString('base64'));
    const encoded = isText ? {} : { encoding: 'base64' as const };
    const fields = [{ name: field, value: stored, ...encoded }];
    await this.vault.secrets.set({ name, fields }, context());
  }

  get vault(): OwnerVault {
    if (this.owner === null) throw new Error('nobody has entered');
    return this.owner;
  }

  /** Runs a command as a program does that has these variables and no password. */
  async as(variables: NodeJS.ProcessEnv, args: readonly string[], input = ''): Promise<Ran> {
    return runNode(['--', MAIN, ...args], { ...this.box.environment(), ...variables }, input);
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((done) => child.on('exit', done));
      child.kill('SIGTERM');
      await ended;
    }
    this.box.remove();
  }
}

function context(): CallContext {
  return { correlationId: randomUUID(), actor: 'cli' };
}
