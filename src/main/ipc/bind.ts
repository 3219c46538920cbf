import type { CallContext } from '../../core/call.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Call, Event } from '../../shared/ipc/call.ts';
import { contract } from '../../shared/ipc/contract.ts';
import { channelOf } from '../../shared/ipc/outline.ts';
import type { CallError, Reply } from '../../shared/ipc/types.ts';
import { asVaultError } from '../../shared/vault-error.ts';
import type { Handlers } from './handlers/handlers.ts';
import { buffersIn, measure } from './measure.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Refusals } from './refusals.ts';
import { wrongSender, type FrameFacts } from './sender.ts';

/** Largest request in bytes where the contract says nothing else. */
const USUAL_BYTES = 16 * 1024;
/** How deep a reply holds its values: `{ fields: [{ value }] }`. */
const REPLY_DEPTH = 3;

export interface BindPorts {
  readonly handlers: Handlers;
  /** The main frame of the window's present page, or null. */
  readonly page: () => FrameFacts | null;
  /** Why nothing of the vault can be read now; null while it is open. */
  readonly whyShut: () => ErrorCode | null;
  readonly limits: RateLimits;
  readonly refusals: Refusals;
  /** A call was let in. */
  readonly admitted: (channel: string) => void;
  readonly newCorrelationId: () => string;
  /** Runs when Electron has sent what was answered. */
  readonly afterReply: (run: () => void) => void;
}

/** Answers one message: who sent it, and its arguments as structured clone brought them. Never rejects. */
export type Answer = (
  sender: FrameFacts | null,
  args: readonly unknown[],
) => Promise<Reply<unknown>>;

interface Bound {
  readonly channel: string;
  readonly call: Call;
  readonly handle: (request: unknown, context: CallContext) => unknown;
}

type Members = Readonly<Record<string, Call | Event>>;

/** The contract's calls by channel, each with its checks before it. */
export function bindContract(ports: BindPorts): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const [group, members] of Object.entries<Members>(contract)) {
    const handlers = ports.handlers[group as keyof Handlers] as Readonly<
      Record<string, Bound['handle']>
    >;
    for (const [verb, call] of Object.entries(members)) {
      const handle = handlers[verb];
      if (call.kind !== 'call' || handle === undefined) continue;
      const channel = channelOf(group, verb);
      const bound: Bound = { channel, call, handle };
      answers.set(channel, (sender, args) => answer(bound, ports, sender, args));
    }
  }
  return answers;
}

async function answer(
  bound: Bound,
  ports: BindPorts,
  sender: FrameFacts | null,
  args: readonly unknown[],
): Promise<Reply<unknown>> {
  try {
    const admitted = admit(bound, ports, sender, args);
    if ('error' in admitted) return { ok: false, error: admitted.error };
    ports.admitted(bound.channel);
    return await carryOut(bound, ports, admitted.request);
  } finally {
    // Passwords and values arrived in these; whoever needed them has copied them.
    for (const buffer of args.flatMap((argument) => buffersIn(argument))) buffer.fill(0);
  }
}

/** Sender, size, schema, lock, rate: in this order, so that a stranger learns nothing and costs little. */
function admit(
  { channel, call }: Bound,
  ports: BindPorts,
  sender: FrameFacts | null,
  args: readonly unknown[],
): { readonly request: unknown } | { readonly error: CallError } {
  const refuse = (code: ErrorCode, more: Pick<CallError, 'retryAfterMs'> = {}) => ({
    error: { code, correlationId: ports.refusals.add({ channel, code }), ...more },
  });
  const wrong = wrongSender(sender, ports.page());
  if (wrong !== null) {
    const code = 'not_granted';
    return { error: { code, correlationId: ports.refusals.add({ channel, code, sender: wrong }) } };
  }
  const [request] = args;
  const { policy } = call;
  const measured =
    args.length > 1 ? 'invalid_input' : measure(request, policy.maxBytes ?? USUAL_BYTES);
  if (measured !== 'ok') return refuse(measured);
  const parsed = call.request.safeParse(request);
  if (!parsed.success) return refuse('invalid_input');
  const shut = policy.needs === 'open' ? ports.whyShut() : null;
  if (shut !== null) return refuse(shut);
  const retryAfterMs = ports.limits.take(channel, policy.rate);
  if (retryAfterMs > 0) return refuse('rate_limited', { retryAfterMs });
  return { request: parsed.data };
}

async function carryOut(
  { channel, handle }: Bound,
  { refusals, newCorrelationId, afterReply }: BindPorts,
  request: unknown,
): Promise<Reply<unknown>> {
  try {
    const value = await handle(request, { correlationId: newCorrelationId(), actor: 'owner' });
    const plaintext = buffersIn(value, REPLY_DEPTH);
    if (plaintext.length > 0) {
      afterReply(() => {
        for (const buffer of plaintext) buffer.fill(0);
      });
    }
    return { ok: true, value };
  } catch (thrown) {
    // Messages, hints and causes stay here: a driver's would carry what it was given.
    const { code, correlationId, retryAfterMs } = asVaultError(thrown);
    return {
      ok: false,
      error: {
        code,
        // An error of the vault has its line already; one of main gets it now.
        correlationId: correlationId ?? refusals.add({ channel, code }),
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      },
    };
  }
}
