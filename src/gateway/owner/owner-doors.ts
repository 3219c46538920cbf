import type { CallContext, OpenSecret, Purpose, SecretSelector } from '../../core/call.ts';
import { OWNER } from '../../shared/conversation.ts';
import { ERRORS } from '../../shared/errors.ts';
import { asVaultError, AuthenticationError, VaultError } from '../../shared/vault-error.ts';
import { decode, encode, wipeBytesIn } from '../../shared/wire.ts';
import { OPEN_CALL, OWNER_CALLS, type OwnerCall } from './calls.ts';
import { SecretAnswers } from '../secret-answers.ts';
import type { OwnerPorts, OwnerStatus } from './ports.ts';
import { TicketBook } from './tickets.ts';

/** The answer to a call of the owner: what was asked for or why not, in the wire's form. */
export interface OwnerAnswer {
  readonly status: number;
  /** Whoever sends it wipes it. */
  readonly body: Uint8Array;
}

type Message = Readonly<Record<string, unknown>>;

/**
 * The owner's doors of the process that owns the vault, without the HTTP around them. Who comes without a ticket can
 * ask for the status, lock, and hold clients; and prove the password. What core refuses is an answer; what is refused
 * here is thrown.
 */
export class OwnerDoors {
  readonly tickets: TicketBook;
  readonly answers = new SecretAnswers();
  readonly #ports: OwnerPorts;

  constructor(ports: OwnerPorts) {
    this.#ports = ports;
    this.tickets = new TicketBook(ports.monotonicMs);
  }

  /**
   * Lets a request with a ticket pass; this is looked at before its body is read.
   * @throws VaultError `unauthorized`; `locked` while the owner is locked out.
   */
  admit(ticket: string | null, terminal: string | null): void {
    if (!this.tickets.holds(ticket, terminal)) throw new VaultError('unauthorized');
    if (!this.#ports.host.isOpen()) throw new AuthenticationError('locked');
    this.#ports.host.activity();
  }

  /** No ticket is good any more, and what has not left yet is cut off. */
  shut(): void {
    this.tickets.dropAll();
    this.answers.dropAll();
  }

  /** `{password, terminal, open, clients_until_ms}` → `{report, ticket}`. A wrong password counts as at any other door. */
  async unlock(body: Uint8Array, context: CallContext): Promise<OwnerAnswer> {
    return answering(context, async () => {
      const message = read(body);
      try {
        const { password, terminal = null, open, clients_until_ms: until = null } = message;
        if (!(password instanceof Uint8Array)) throw new VaultError('invalid_input');
        if (terminal !== null && typeof terminal !== 'string') {
          throw new VaultError('invalid_input');
        }
        if (until !== null && typeof until !== 'number') throw new VaultError('invalid_input');
        const wanted = { password, open: open === true, clientsUntilMs: until };
        const report = await this.#ports.host.unlock(wanted, context);
        return { report, ticket: this.tickets.issue(terminal) };
      } finally {
        wipeBytesIn(message);
      }
    });
  }

  /** Needs no ticket: it can only restrict. */
  async lock(context: CallContext): Promise<OwnerAnswer> {
    return answering(context, async () => {
      await this.#ports.host.lock(context);
      return {};
    });
  }

  /** A process that has no terminal gives back what it was given. */
  async leave(ticket: string | null, context: CallContext): Promise<OwnerAnswer> {
    return answering(context, async () => {
      this.tickets.drop(ticket);
      return {};
    });
  }

  /** Holds all clients, or one by its id; a name would say whether there is such a client. */
  async pause(body: Uint8Array, context: CallContext): Promise<OwnerAnswer> {
    return answering(context, async () => {
      const { client = null } = read(body);
      const byId = client as { readonly id?: unknown } | null;
      if (byId !== null && typeof byId.id !== 'string') throw new VaultError('invalid_input');
      const input = { client: byId === null ? null : { id: byId.id as string } };
      return this.#ports.vault.pauses.pause(input, context);
    });
  }

  async status(context: CallContext): Promise<OwnerAnswer> {
    return answering(context, async (): Promise<OwnerStatus> => {
      const { vault, host, urls } = this.#ports;
      return {
        vault: vault.status(),
        doors: host.isOpen() ? 'open' : 'closed',
        clientsUntilMs: host.clientsUntilMs(),
        urls: urls(),
        pauses: vault.pauses.list(),
        schema: vault.migrations.status(),
      };
    });
  }

  /** A verb of the table by name. @throws VaultError `not_found` for any other. */
  async call(name: string, body: Uint8Array, context: CallContext): Promise<OwnerAnswer> {
    const takes = callNamed(name);
    if (takes === null) throw new VaultError('not_found');
    return answering(context, async () => {
      const message = read(body);
      try {
        if (takes === 'a secret opened') return await this.#openSecret(message, context);
        const result = await this.#verb(name as OwnerCall, takes, message, context);
        // Who had the old password may have had a ticket for it.
        if (name === 'vault.changePassword') this.tickets.dropAll();
        return result;
      } finally {
        wipeBytesIn(message);
      }
    });
  }

  #verb(name: OwnerCall, takes: Takes, message: Message, context: CallContext): unknown {
    const { vault } = this.#ports;
    const [group, verb] = name.split('.') as [string, string];
    const owner = (group === 'vault' ? vault : Reflect.get(vault, group)) as Verbs;
    // Who asks is never taken from the message.
    const args: unknown[] = takes.startsWith('owner') ? [OWNER] : [];
    if (takes.includes('input')) args.push(inputOf(message));
    if (takes.endsWith('context')) args.push(context);
    return owner[verb]?.(...args);
  }

  async #openSecret(message: Message, context: CallContext): Promise<Encoded> {
    return this.#ports.vault.secrets.withSecret(
      inputOf(message) as SecretSelector,
      // Core refuses what is none.
      message['purpose'] as Purpose,
      ({ signal: _, ...secret }: OpenSecret) => new Encoded(encode({ result: secret })),
      context,
    );
  }
}

type Takes = (typeof OWNER_CALLS)[OwnerCall];
type Verbs = Readonly<Record<string, ((...args: unknown[]) => unknown) | undefined>>;

/** An answer that had to be put into bytes while its values were open. */
class Encoded {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

function callNamed(name: string): Takes | null {
  if (name === OPEN_CALL) return 'a secret opened';
  const takes = Object.hasOwn(OWNER_CALLS, name) ? OWNER_CALLS[name as OwnerCall] : null;
  return takes === 'a secret opened' ? null : takes;
}

function read(body: Uint8Array): Message {
  const message = decode(body);
  if (typeof message === 'object' && message !== null && !Array.isArray(message)) {
    if (!(message instanceof Uint8Array)) return message as Message;
  }
  throw new VaultError('invalid_input', { hint: 'The message is malformed.' });
}

/** Core looks at what is in it; that it is an object at all is looked at here. */
function inputOf({ input }: Message): object {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  if (isObject && !(input instanceof Uint8Array)) return input;
  throw new VaultError('invalid_input', { hint: 'The message is malformed.' });
}

/** A refusal that has its audit line is an answer, with all that is public of it; any other is thrown. */
async function answering(context: CallContext, act: () => Promise<unknown>): Promise<OwnerAnswer> {
  try {
    const result = await act();
    if (result instanceof Encoded) return { status: 200, body: result.bytes };
    const body = encode({ result });
    wipeBytesIn(result);
    return { status: 200, body };
  } catch (thrown) {
    const error = asVaultError(thrown);
    if (error.correlationId !== context.correlationId) throw thrown;
    return { status: ERRORS[error.code].http ?? 500, body: encode({ error: error.toJSON() }) };
  }
}
