import { closeSync, fstatSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { vaultPaths } from '../../../src/runtime/paths.ts';
import { call, openVaultAt } from '../vault-fixture.ts';

/*
 * Opens a vault with a password from a file, stores and reads values from files, locks; stops at each stage until it
 * is told to go on, so that its memory can be looked at. Nothing secret stands in this source, in an argument or in a
 * message, and what is read is wiped by its reader.
 */

interface Order {
  readonly home: string;
  readonly passwordFile: string;
  readonly newPasswordFile: string;
  readonly valueFile: string;
  readonly plantedFile: string;
  /** Only to find out what waits for the collector: it runs before each stop. */
  readonly collect: boolean;
}

const order = JSON.parse(process.argv[2] ?? '') as Order;

function readOwn(path: string): Uint8Array {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.from(new ArrayBuffer(fstatSync(fd).size));
    readSync(fd, bytes, 0, bytes.length, 0);
    return bytes;
  } finally {
    closeSync(fd);
  }
}

const answer = Buffer.from(new ArrayBuffer(1));

/**
 * Tells where this program stands and waits for one byte. Blocks: nothing else runs while memory is looked at. A turn
 * of the event loop comes first: a job of Node's thread pool frees its copy of the password after its callback's
 * microtasks have run.
 */
async function stop(stage: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await nextTurn();
  if (order.collect) (globalThis as { gc?: () => void }).gc?.();
  writeSync(1, `${JSON.stringify({ say: stage, ...more })}\n`);
  readSync(0, answer, 0, 1, null);
}

async function withPassword(
  path: string,
  use: (password: Uint8Array) => Promise<unknown>,
): Promise<void> {
  const password = readOwn(path);
  try {
    await use(password);
  } finally {
    password.fill(0);
  }
}

const vault = openVaultAt(order.home);
const planted = readOwn(order.plantedFile);
await stop('planted', { length: planted.length });

await withPassword(order.passwordFile, (password) => vault.unlock({ password }, call()));
await stop('unlocked');

for (const name of ['first', 'first', 'second']) {
  const value = readOwn(order.valueFile);
  await vault.secrets.set({ name, fields: [{ name: 'value', value }] }, call());
  value.fill(0);
}
const digest = await vault.secrets.withSecret(
  { name: 'first' },
  'read',
  async ({ fields }) => {
    await stop('inside');
    return createHash('sha256')
      .update(fields[0]?.value ?? new Uint8Array(0))
      .digest('hex');
  },
  call(),
);
await vault.secrets.list(call());
await vault.secrets.describe({ name: 'second' }, call());
await stop('after reading', { digest });

await vault.lock('owner', call());
await stop('locked');

await withPassword(order.passwordFile, (password) => vault.unlock({ password }, call()));
await withPassword(order.passwordFile, (current) =>
  withPassword(order.newPasswordFile, (next) =>
    vault.changePassword({ current, next, renewVaultKey: true }, call()),
  ),
);
await stop('renewed');

await vault.lock('owner', call());
await stop('locked again');

await withPassword(order.passwordFile, (password) =>
  vault.unlock({ password }, call()).catch(() => undefined),
);
await stop('refused');
await vault.close();
await stop('closed');

// A log that cannot be written refuses every attempt.
const { audit } = vaultPaths(order.home);
renameSync(audit, `${audit}.away`);
closeSync(openSync(audit, 'w'));
const unlogged = openVaultAt(order.home);
const refusal: unknown = await withPassword(order.passwordFile, (password) =>
  unlogged.unlock({ password }, call()),
).catch((thrown: unknown) => (thrown as { code?: unknown }).code);
await unlogged.close();
await stop('unlogged', { refusal });
process.exit(0);
