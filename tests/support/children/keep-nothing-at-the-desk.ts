import { closeSync, fstatSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import type { Reply } from '../../../src/shared/ipc/types.ts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Desk } from '../desk.ts';

/*
 * What main does between an unlock and a lock, with the real handlers behind the real checks: unlock, create, reveal,
 * copy, edit, import, suggest. Stops at each stage so that its memory can be looked at. Nothing secret stands in this
 * source, in an argument or in a message.
 */

interface Order {
  readonly home: string;
  readonly passwordFile: string;
  readonly valueFile: string;
  readonly importFile: string;
  readonly plantedFile: string;
  readonly suggestionFile: string;
}

const order = JSON.parse(process.argv[2] ?? '') as Order;

function readOwn(path: string): Uint8Array {
  const fd = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(new ArrayBuffer(fstatSync(fd).size));
    readSync(fd, bytes, 0, bytes.length, 0);
    return bytes;
  } finally {
    closeSync(fd);
  }
}

const answer = new Uint8Array(1);

async function stop(stage: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await nextTurn();
  writeSync(1, `${JSON.stringify({ say: stage, ...more })}\n`);
  readSync(0, answer, 0, 1, null);
}

const desk = new Desk(order.home, {});
await desk.host.open();

/** Past the desk's own sending, which would keep a copy for the test. */
async function ask(call: string, request: unknown): Promise<Reply<unknown>> {
  const reply = await desk.answers.get(`vault:${call}`)?.(desk.frame, [request]);
  if (reply?.ok !== true) throw new Error(`${call}: ${JSON.stringify(reply)}`);
  return reply;
}

async function use(): Promise<void> {
  const field = (path: string) => ({ name: 'value', value: readOwn(path), concealed: true });
  const made = await ask('secrets.create', {
    name: 'sample',
    kind: 'llm',
    fields: [
      field(order.valueFile),
      { ...field(order.valueFile), name: 'shown', concealed: false },
    ],
    metadata: {},
  });
  const { id } = (made as { value: { id: string } }).value;
  await ask('secrets.reveal', { id, field: 'value' });
  await ask('secrets.revealPlain', { id });
  await ask('secrets.describe', { id });
  await ask('secrets.list', {});
  await ask('secrets.copy', { id, what: { kind: 'field', field: 'value' } });
  await ask('secrets.update', { id, expectedVersion: 1, putFields: [field(order.valueFile)] });
  await ask('secrets.compare', { id, version: 1, with: 2 });
  await ask('imports.read', {
    format: 'dotenv',
    fileName: '.env',
    content: readOwn(order.importFile),
  });
  const options = { length: 64, symbols: false, ambiguous: true };
  const suggested = await ask('generator.password', options);
  writeFileSync(order.suggestionFile, (suggested as { value: { bytes: Uint8Array } }).value.bytes);
}

const planted = readOwn(order.plantedFile);
await stop('planted', { length: planted.length });
await ask('vault.unlock', { password: readOwn(order.passwordFile) });
await stop('unlocked');
await use();
await stop('used');
await desk.host.lock('owner');
await stop('locked');
await ask('vault.unlock', { password: readOwn(order.passwordFile) });
await ask('secrets.list', {});
await desk.host.close();
await stop('closed');
process.exit(0);
