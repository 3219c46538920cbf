import type { CallContext } from '../core/call.ts';
import type { OwnerVault } from '../gateway/owner/calls.ts';
import { formatReference } from '../shared/reference.ts';
import type { CheckList } from './check-list.ts';
import { askGateway, type GatewayAddress } from './gateway-client.ts';

/** The owner's way to the process that is tried. */
export interface SmokeOwner {
  vault: OwnerVault;
  lock(): Promise<void>;
  /** Opens it again; `vault` is one with a new ticket then. */
  unlock(): Promise<void>;
}

export interface SmokeInput {
  readonly address: GatewayAddress;
  readonly owner: SmokeOwner;
  readonly context: CallContext;
  /** Name of the client and beginning of the secrets' names; nothing else has it. */
  readonly name: string;
  readonly withLock: boolean;
  /** False: calls without a key act as the client `default`. */
  readonly keysRequired: boolean;
}

/** Tries a running gateway as a client would. What it made for that is gone afterwards. */
export async function smokeGateway(input: SmokeInput, list: CheckList): Promise<void> {
  const { owner, context, name } = input;
  await list.try('health', '200', () => status(input, '/healthz', null));
  await list.try('status', '200', () => status(input, '/status', null));
  if (input.keysRequired) {
    await list.try('without a key', '401', () => status(input, '/v1/me', null));
  }
  const held: { key: Uint8Array | null } = { key: null };
  const made = await list.try('client, key, grant', 'made', async () => {
    const value = Buffer.from(VALUE);
    for (const secret of [name, other(name)]) {
      await owner.vault.secrets.set({ name: secret, fields: [{ name: 'value', value }] }, context);
    }
    const { id } = await owner.vault.clients.add({ name }, context);
    const client = { id };
    await owner.vault.grants.add({ client, secret: { name }, mode: 'read' }, context);
    const lifetimeSeconds = 600;
    const wanted = { client, name, environment: 'smoke', lifetimeSeconds };
    held.key = (await owner.vault.keys.create(wanted, context)).key;
    return 'made';
  });
  try {
    if (made && held.key !== null) await asClient(input, held.key, list);
  } finally {
    held.key?.fill(0);
    await list.try('cleaned up', 'gone', () => cleanUp(input));
  }
}

const VALUE = 'a value of strongroom smoke';

function other(name: string): string {
  return `${name}-other`;
}

async function asClient(input: SmokeInput, key: Uint8Array, list: CheckList): Promise<void> {
  const { owner, name, withLock } = input;
  await list.try('who am I', '200', () => status(input, '/v1/me', key));
  await list.try('a granted secret', '200 with its value', () => read(input, name, key));
  await list.try('a secret not granted', '403', () => read(input, other(name), key));
  const edited = Uint8Array.from(key);
  const last = edited.length - 1;
  edited[last] = edited[last] === LETTER_A ? LETTER_A + 1 : LETTER_A;
  await list.try('an edited key', '401', () => status(input, '/v1/me', edited));
  if (!withLock) return;
  const locked = await list.try('lock', 'locked', async () => {
    await owner.lock();
    return 'locked';
  });
  if (!locked) return;
  await list.try('a granted secret, locked', '423', () => read(input, name, key));
  await list.try('an edited key, locked', '401', () => status(input, '/v1/me', edited));
  await list.try('health, locked', '200', () => status(input, '/healthz', null));
  await list.try('unlock', 'unlocked', async () => {
    await owner.unlock();
    return 'unlocked';
  });
  await list.try('a granted secret, again', '200 with its value', () => read(input, name, key));
}

const LETTER_A = 0x61;

async function status(
  { address }: SmokeInput,
  target: string,
  credential: Uint8Array | null,
): Promise<string> {
  const answer = await askGateway(address, { method: 'GET', target, credential });
  answer.body.fill(0);
  return String(answer.status);
}

async function read(
  { address }: SmokeInput,
  name: string,
  credential: Uint8Array,
): Promise<string> {
  const target = `/v1/secrets/by-ref?ref=${encodeURIComponent(formatReference(name))}`;
  const request = { method: 'GET', target, credential, accept: 'text/plain' } as const;
  const answer = await askGateway(address, request);
  if (answer.status !== 200) return String(answer.status);
  const isValue = Buffer.from(answer.body).toString('latin1') === VALUE;
  return isValue ? '200 with its value' : '200 with something else';
}

async function cleanUp({ owner: { vault }, context, name }: SmokeInput): Promise<string> {
  const left: string[] = [];
  const take = async (what: () => Promise<unknown>): Promise<void> => {
    await what().catch((thrown: unknown) => {
      if ((thrown as { readonly code?: unknown }).code !== 'not_found') left.push(name);
    });
  };
  await take(() => vault.clients.purge({ name }, context));
  await take(() => vault.secrets.remove({ name }, context));
  await take(() => vault.secrets.remove({ name: other(name) }, context));
  return left.length === 0 ? 'gone' : `left over: ${name}`;
}
