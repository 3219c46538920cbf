import { randomUUID } from 'node:crypto';
import type { VaultApi } from '../../src/core/api.ts';
import type { CallContext } from '../../src/core/call.ts';
import { ClipboardGuard, type ClipboardPort } from '../../src/main/clipboard-guard.ts';
import { bindContract, type Answer } from '../../src/main/ipc/bind.ts';
import { pageEvents } from '../../src/main/ipc/events.ts';
import type { AppPort } from '../../src/main/ipc/handlers/ports.ts';
import { createHandlers } from '../../src/main/ipc/handlers/table.ts';
import { isOwnerAct } from '../../src/main/ipc/owner-acts.ts';
import { RateLimits } from '../../src/main/ipc/rate-limits.ts';
import { Refusals } from '../../src/main/ipc/refusals.ts';
import type { FrameFacts } from '../../src/main/ipc/sender.ts';
import { ORIGIN, START_PAGE } from '../../src/main/origin.ts';
import { ownCopy } from '../../src/main/own-copy.ts';
import { VaultHost, type HostPorts } from '../../src/main/vault-host.ts';
import type { Runtime } from '../../src/runtime/create-runtime.ts';
import type { Preferences } from '../../src/shared/ipc/replies.ts';
import { contract } from '../../src/shared/ipc/contract.ts';
import { channelOf, outlineOf } from '../../src/shared/ipc/outline.ts';
import type { Calls, Reply } from '../../src/shared/ipc/types.ts';
import { FakeClock } from './fake-clock.ts';
import { ManualTimers } from './manual-timers.ts';
import { PASSWORD, openVaultAt, seededHome, utf8, type OpenOptions } from './vault-fixture.ts';

/** A clipboard in memory. */
export class FakeClipboard implements ClipboardPort {
  bytes: Uint8Array | null = null;
  secret = false;
  failing = false;

  get text(): string | null {
    return this.bytes === null ? null : new TextDecoder().decode(this.bytes);
  }

  async writeSecret(bytes: Uint8Array): Promise<void> {
    this.#put(ownCopy(bytes), true);
  }

  async writeText(text: string): Promise<void> {
    this.#put(utf8(text), false);
  }

  async readText(): Promise<Uint8Array | null> {
    if (this.failing) throw new Error('the clipboard of a stranger');
    return this.bytes === null ? null : ownCopy(this.bytes);
  }

  clear(): void {
    this.bytes?.fill(0);
    this.bytes = null;
    this.secret = false;
  }

  #put(bytes: Uint8Array, secret: boolean): void {
    if (this.failing) throw new Error('the clipboard of a stranger');
    this.clear();
    this.bytes = bytes;
    this.secret = secret;
  }
}

const PREFERENCES: Preferences = {
  theme: 'system',
  language: 'system',
  contentProtection: true,
  tray: true,
};

/** The app around the vault, as far as the handlers see it. */
export class FakeApp implements AppPort {
  preferences = PREFERENCES;
  opened: string[] = [];
  /** What the owner chooses in the next dialogs. */
  chosen: (string | null)[] = [];
  said: string[] = [];

  info = () => ({
    preferences: this.preferences,
    language: 'en' as const,
    locale: 'en',
    platform: 'linux' as const,
    version: '0.0.0',
    runtime: { electron: '', chrome: '', node: '' },
    home: '',
    preview: false,
  });

  setPreferences = (change: Partial<Preferences>) => {
    this.preferences = { ...this.preferences, ...change };
    return this.info();
  };

  openAddress = async (address: string) => void this.opened.push(address);
  openFile = async (path: string) => void this.opened.push(path);
  chooseFile = async () => this.chosen.shift() ?? null;
  pageReady = () => void this.said.push('ready');
  quit = () => void this.said.push('quit');
}

/** Our page's main frame, as Electron would give it. */
export function ownFrame(): FrameFacts {
  return { url: START_PAGE, origin: ORIGIN, parent: null, detached: false };
}

export interface DeskOptions {
  readonly home?: string;
  /** Leaves it locked. */
  readonly locked?: boolean;
  readonly vault?: Omit<OpenOptions, 'clock'>;
  readonly ports?: Partial<HostPorts>;
}

/** The handlers, the checks before them and the vault behind them, all real; around them the test's own world. */
export class Desk {
  readonly home: string;
  readonly clock = new FakeClock();
  readonly timers = new ManualTimers();
  readonly clipboard = new FakeClipboard();
  readonly app = new FakeApp();
  /** What was sent to the page: channel and payload. */
  readonly sent: (readonly [channel: string, payload: unknown])[] = [];
  /** In which order the parts of a lock were asked for. */
  readonly steps: string[] = [];
  frame: FrameFacts | null = ownFrame();
  readonly guard: ClipboardGuard;
  readonly host: VaultHost;
  readonly refusals: Refusals;
  readonly answers: ReadonlyMap<string, Answer>;
  /** The calls as the page has them, through structured clone both ways. */
  readonly calls: Calls;
  readonly #options: DeskOptions;
  #vault: VaultApi | null = null;

  constructor(home: string, options: DeskOptions) {
    this.home = home;
    this.#options = options;
    const events = pageEvents((channel, payload) => {
      this.sent.push([channel, structuredClone(payload)]);
    });
    const { timers } = this;
    this.guard = new ClipboardGuard({
      clipboard: this.clipboard,
      timers,
      counting: (remainingMs) => events.clipboard.countdown({ remainingMs }),
    });
    this.host = new VaultHost({
      open: async () => this.#runtime(),
      setUp: async (input, context) => {
        const runtime = this.#runtime();
        await runtime.vault.setup(input, context);
        return runtime;
      },
      clock: this.clock,
      timers,
      newCorrelationId: randomUUID,
      replacePage: () => {
        this.steps.push(`page ${this.host.whyShut() ?? 'open'}`);
        this.frame = ownFrame();
      },
      clearClipboard: () => {
        this.steps.push('clipboard');
        return this.guard.clearIfOurs();
      },
      statusChanged: () => events.vault.state(this.host.status()),
      listChanged: () => events.secrets.changed(null),
      ...options.ports,
    });
    this.refusals = new Refusals({
      note: (note, context) => this.host.note(note, context),
      timers,
      newCorrelationId: randomUUID,
    });
    this.answers = bindContract({
      handlers: createHandlers({
        host: this.host,
        clipboard: this.guard,
        app: this.app,
        newToken: randomUUID,
        doors: {
          generators: () => import('../../src/runtime/generators.ts'),
          importers: () => import('../../src/runtime/importers.ts'),
        },
      }),
      page: () => this.frame,
      whyShut: () => this.host.whyShut(),
      limits: new RateLimits(this.clock),
      refusals: this.refusals,
      admitted: (channel) => {
        if (isOwnerAct(channel)) this.host.autoLock.activity();
      },
      newCorrelationId: randomUUID,
      afterReply: (run) => void setImmediate(run),
    });
    this.calls = this.#bridge();
  }

  /** The real vault behind it all. */
  get vault(): VaultApi {
    if (this.#vault === null) throw new Error('not open');
    return this.#vault;
  }

  /** Both clocks and the timers. */
  pass(ms: number): void {
    this.clock.advance(ms);
    this.timers.advance(ms);
  }

  /** Sends any arguments on a channel from any frame, and gives what comes back. */
  async send(
    channel: string,
    args: readonly unknown[],
    frame: FrameFacts | null = this.frame,
  ): Promise<Reply<unknown>> {
    const answer = this.answers.get(channel);
    if (answer === undefined) throw new Error(`no channel ${channel}`);
    return structuredClone(await answer(frame, args));
  }

  #runtime(): Runtime {
    const vault = openVaultAt(this.home, { ...this.#options.vault, clock: this.clock });
    this.#vault = vault;
    return { vault, home: this.home, prepare: async () => undefined, close: () => vault.close() };
  }

  #bridge(): Calls {
    const groups = Object.entries(outlineOf(contract).calls).map(([group, verbs]) => {
      const calls = verbs.map((verb) => {
        const send = (request: unknown) =>
          this.send(channelOf(group, verb), [structuredClone(request)]);
        return [verb, send] as const;
      });
      return [group, Object.fromEntries(calls)] as const;
    });
    return Object.fromEntries(groups) as unknown as Calls;
  }
}

/** A desk with an open vault on a folder of its own, unless the options say otherwise. */
export async function openDesk(options: DeskOptions = {}): Promise<Desk> {
  const desk = new Desk(options.home ?? (await seededHome()), options);
  await desk.host.open();
  if (options.locked !== true) {
    valueOf(await desk.calls.vault.unlock({ password: utf8(PASSWORD) }));
  }
  return desk;
}

/** The value of a reply that is no refusal. */
export function valueOf<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  throw new Error(`refused: ${reply.error.code}`);
}

/** The code of a refusal; `ok` if it is none. */
export function codeOf(reply: Reply<unknown>): string {
  return reply.ok ? 'ok' : reply.error.code;
}

/** A context for calls past the window. */
export function ownContext(): CallContext {
  return { correlationId: randomUUID(), actor: 'owner' };
}
