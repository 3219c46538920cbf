import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fastify } from 'fastify';
import { NEW_VAULT_COST } from '../../src/core/format/header.ts';
import { startGateway } from '../../src/gateway/start-gateway.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { vaultPaths } from '../../src/runtime/paths.ts';
import { socketFiles } from '../../src/runtime/socket-folder.ts';
import { systemTimers } from '../../src/runtime/timers.ts';
import { call, openVaultAt, PASSWORD, utf8 } from '../support/vault-fixture.ts';

/*
 * A process of its own: the gateway over the vault of the data folder it is given, and beside it the least that a durable
 * read and a kept message can be made of. Says their ports, and ends with its input.
 */

const FLUSH_MS = 500;
const [home = '', value = ''] = process.argv.slice(2);

const vault = openVaultAt(home, { targetCost: NEW_VAULT_COST });
await vault.unlock({ password: utf8(PASSWORD) }, call());
const gateway = await startGateway(
  {
    vault,
    clock: systemClock,
    timers: systemTimers,
    socketFile: socketFiles,
    newCorrelationId: randomUUID,
    version: '0.0.0',
  },
  { tcp: { port: 0 }, socketPath: null },
);
// As the process that owns the vault does it.
const flush = setInterval(() => {
  vault.access.flush();
  vault.conversations.flush();
}, FLUSH_MS);

/** A line as long as the last one of the log, which is of a read. */
const lines = readFileSync(join(vaultPaths(home).audit, 'audit.jsonl'), 'utf8').trimEnd();
const line = `${'x'.repeat(lines.length - lines.lastIndexOf('\n') - 1)}\n`;
const log = openSync(join(home, 'bare.jsonl'), 'a');
const app = fastify();
app.get<{ Params: { name: string } }>('/v1/secrets/:name', async ({ params }) => {
  writeSync(log, line);
  fdatasyncSync(log);
  return { name: params.name, kind: 'broker', version: 1, fields: { value } };
});
let sequence = 0;
app.post<{ Params: { id: string } }>(
  '/v1/conversations/:id/messages',
  async ({ params }, reply) => {
    sequence += 1;
    const kept = { stored: true, id: `trn_${randomUUID()}`, conversation_id: params.id, sequence };
    return reply.code(201).send({ ...kept, created_at: systemClock.nowText() });
  },
);
await app.listen({ host: '127.0.0.1', port: 0 });
const bare = app.server.address() as AddressInfo;
process.stdout.write(`${JSON.stringify({ read: gateway.port, bare: bare.port })}\n`);

process.stdin.resume().once('end', () => {
  clearInterval(flush);
  void Promise.all([app.close(), gateway.close()]).then(async () => {
    closeSync(log);
    await vault.close();
  });
});
