import type { VaultApi } from '../../src/core/api.ts';
import type { CallContext, OpenSecret } from '../../src/core/call.ts';
import { Cleanups } from '../../src/cli/cleanups.ts';
import type { Doors } from '../../src/cli/doors.ts';
import type { Io } from '../../src/cli/io.ts';
import { runCommandLine } from '../../src/cli/program.ts';
import type { PeekedAttempts } from '../../src/runtime/peek-attempts.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
import type { UnlockReport, VaultStatus } from '../../src/shared/model.ts';

export const PASSWORD = 'correct horse battery staple';
export const CORRELATION_ID = '11111111-2222-4333-8444-555555555555';
/** 2026-11-20T00:00:00.000Z */
export const NOW_MS = 1_795_132_800_000;

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** What the owner would type, and everything that was printed. */
export class FakeIo implements Io {
  stdinIsTerminal = false;
  stdoutIsTerminal = false;
  boldAllowed = false;
  canAsk = false;
  stdin: Uint8Array = new Uint8Array(0);
  typed: string[] = [];
  answers: boolean[] = [];
  readonly prompts: string[] = [];
  readonly written: Uint8Array[] = [];
  readonly talked: string[] = [];
  readonly handedOut: Uint8Array[] = [];

  async out(data: string | Uint8Array): Promise<void> {
    this.written.push(Uint8Array.from(typeof data === 'string' ? bytes(data) : data));
    return Promise.resolve();
  }

  talk(line: string): void {
    this.talked.push(line);
  }

  async readHidden(prompt: string): Promise<Uint8Array> {
    this.prompts.push(prompt);
    const next = this.typed.shift();
    if (next === undefined) throw new Error(`nobody typed an answer to ${prompt}`);
    return Promise.resolve(this.#hand(bytes(next)));
  }

  async readVisible(prompt: string): Promise<Uint8Array> {
    return this.readHidden(prompt);
  }

  async confirm(question: string): Promise<boolean> {
    this.prompts.push(question);
    return Promise.resolve(this.answers.shift() ?? false);
  }

  async readStdin(maxBytes: number): Promise<Uint8Array> {
    if (this.stdin.length > maxBytes) throw new VaultError('too_large');
    return Promise.resolve(this.#hand(this.stdin));
  }

  takeStreams(): never {
    throw new Error('nothing here speaks a protocol');
  }

  restoreTerminal(): void {
    // Nothing was taken from a terminal.
  }

  #hand(value: Uint8Array): Uint8Array {
    const copy = Uint8Array.from(value);
    this.handedOut.push(copy);
    return copy;
  }
}

export interface Call {
  readonly method: string;
  readonly input: unknown;
}

const LOCKED: VaultStatus = {
  state: 'locked',
  secretCount: 2,
  failedAttempts: 0,
  retryAfterMs: 0,
  auditGap: false,
  schemaVersion: 3,
};

const CLEAN: UnlockReport = {
  state: 'unlocked',
  notices: [],
  failedAttempts: 0,
  failedSince: null,
  rewrapped: false,
  migrated: [],
};

const SYNCHRONOUS = ['audit.query', 'migrations.status', 'pauses.list'];

/** A vault that records what it is asked and answers what it was told to. */
export class FakeVault {
  status: VaultStatus = LOCKED;
  report: UnlockReport = CLEAN;
  readonly calls: Call[] = [];
  /** Replies of a method by its dotted name; an Error is thrown. */
  readonly replies = new Map<string, unknown>();
  secret: OpenSecret | null = null;
  isOpen = false;
  /** Called before a method answers. */
  watch: (method: string) => void = () => undefined;

  api(): VaultApi {
    return this.#proxy('') as VaultApi;
  }

  #proxy(prefix: string): unknown {
    return new Proxy(() => undefined, {
      get: (_, key) =>
        typeof key === 'string' && key !== 'then'
          ? this.#proxy(`${prefix}${prefix === '' ? '' : '.'}${key}`)
          : undefined,
      apply: (_, __, args: unknown[]) => this.#call(prefix, args),
    });
  }

  #call(method: string, args: unknown[]): unknown {
    if (method === 'status') return this.status;
    this.watch(method);
    const [input] = args;
    this.calls.push({ method, input: structuredCopy(input) });
    const reply = this.replies.get(method);
    if (reply instanceof Error) {
      if (SYNCHRONOUS.includes(method)) throw reply;
      return Promise.reject(reply);
    }
    if (SYNCHRONOUS.includes(method)) return reply ?? [];
    if (method === 'unlock')
      return this.#unlock(input as { password: Uint8Array }, args[1] as CallContext);
    if (method === 'lock') this.isOpen = false;
    if (method === 'secrets.withSecret')
      return this.#withSecret(args[2] as (s: OpenSecret) => unknown);
    return Promise.resolve(reply);
  }

  async #unlock(
    { password }: { password: Uint8Array },
    context: CallContext,
  ): Promise<UnlockReport> {
    if (Buffer.from(password).toString('utf8') !== PASSWORD) {
      throw new VaultError('bad_password', { correlationId: context.correlationId });
    }
    this.isOpen = true;
    return Promise.resolve(this.report);
  }

  async #withSecret(use: (secret: OpenSecret) => unknown): Promise<unknown> {
    if (this.secret === null) throw new VaultError('not_found');
    const own = this.secret.fields.map((field) => ({
      ...field,
      value: Uint8Array.from(field.value),
    }));
    try {
      return await use({ ...this.secret, fields: own });
    } finally {
      for (const { value } of own) value.fill(0);
    }
  }
}

function structuredCopy(input: unknown): unknown {
  return input === undefined ? undefined : structuredClone(input);
}

export interface World {
  readonly doors: Doors;
  readonly io: FakeIo;
  readonly vault: FakeVault;
  readonly cleanups: Cleanups;
  readonly opened: { closed: number; options: unknown[] };
  openFailure: Error | null;
  peeked: PeekedAttempts | null;
  run(...args: string[]): Promise<number>;
  stdout(): string;
  stderr(): string;
}

/** A command line with nothing real behind it. */
export function fakeWorld(): World {
  const io = new FakeIo();
  const vault = new FakeVault();
  const cleanups = new Cleanups();
  const opened = { closed: 0, options: [] as unknown[] };
  const world: World = {
    get doors() {
      return doors;
    },
    io,
    vault,
    cleanups,
    opened,
    openFailure: null,
    peeked: null,
    run: (...args) =>
      runCommandLine(args, {
        io,
        doors,
        cleanups,
        newCorrelationId: () => CORRELATION_ID,
        programVersion: () => '9.9.9',
      }),
    stdout: () => Buffer.concat(io.written).toString('utf8'),
    stderr: () => io.talked.join('\n'),
  };
  const doors: Doors = {
    config: { home: '/nowhere/strongroom', shortFolder: '/nowhere', noColor: true },
    paths: () => ({
      home: '',
      database: '',
      audit: '',
      socket: '/nowhere/strongroom/run/strongroom.sock',
      folder: '/nowhere/strongroom/run',
      ticket: (terminal) => `/nowhere/strongroom/run/ticket-${terminal}`,
    }),
    findOwner: () => Promise.resolve(null),
    serving: () => import('../../src/cli/serve-vault.ts'),
    peekAudit: () => Promise.resolve([]),
    caller: () => ({ url: null, key: null, keyFile: null }),
    environment: () => ({}),
    nowMs: () => NOW_MS,
    openRuntime: async (options) => {
      opened.options.push(options);
      if (world.openFailure !== null) throw world.openFailure;
      return Promise.resolve({
        vault: vault.api(),
        home: options.home,
        prepare: async () => Promise.resolve(),
        close: async () => {
          opened.closed += 1;
          return Promise.resolve();
        },
      });
    },
    peekAttempts: () => Promise.resolve(world.peeked),
    generators: () => import('../../src/runtime/generators.ts'),
    importers: () => import('../../src/runtime/importers.ts'),
  };
  return world;
}

export function openSecret(fields: Record<string, string>): OpenSecret {
  return {
    id: '99999999-2222-4333-8444-555555555555',
    name: 'openai',
    kind: 'llm',
    version: 3,
    totp: null,
    signal: new AbortController().signal,
    fields: Object.entries(fields).map(([name, value]) => ({
      name,
      concealed: true,
      value: bytes(value),
    })),
  };
}

/** At a terminal, with the password typed. */
export function atTerminal(...typed: string[]): World {
  const world = fakeWorld();
  world.io.stdinIsTerminal = true;
  world.io.stdoutIsTerminal = true;
  world.io.canAsk = true;
  world.io.typed = [PASSWORD, ...typed];
  return world;
}

/** Somebody is there to type the password, the output goes into a pipe. */
export function piped(stdin = '', ...typed: string[]): World {
  const world = atTerminal(...typed);
  world.io.stdoutIsTerminal = false;
  if (stdin !== '') {
    world.io.stdinIsTerminal = false;
    world.io.stdin = Buffer.from(stdin, 'utf8');
  }
  return world;
}

export const methods = (world: World): string[] => world.vault.calls.map(({ method }) => method);
export const inputOf = (world: World, method: string): unknown =>
  world.vault.calls.find((call) => call.method === method)?.input;
