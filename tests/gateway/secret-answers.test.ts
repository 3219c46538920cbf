import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { SecretAnswers } from '../../src/gateway/secret-answers.ts';
import { call, field } from '../support/vault-fixture.ts';
import { bearer, closeTestGateways, startTestGateway } from './gateway-fixture.ts';

afterAll(closeTestGateways);

const marked = (length: number): Uint8Array => new Uint8Array(new ArrayBuffer(length)).fill(0x61);
const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/** A server that hands its one answer over. */
async function serving(answer: (response: ServerResponse) => void): Promise<number> {
  const server = createServer((_request, response) => {
    answer(response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe('an answer with a secret', () => {
  it('is sent whole, and zero when it has left', async () => {
    const answers = new SecretAnswers();
    const bytes = marked(1000);
    const port = await serving((response) => {
      answers.send(response, 'text/plain', bytes);
    });
    const answer = await fetch(`http://127.0.0.1:${String(port)}/`);
    expect(answer.headers.get('content-length')).toBe('1000');
    expect(await answer.text()).toBe('a'.repeat(1000));
    await expect.poll(() => answers.size).toBe(0);
    expect(isZero(bytes)).toBe(true);
  });

  it('is cut off and zeroed at a lock while its reader does not read', async () => {
    const answers = new SecretAnswers();
    const bytes = marked(64 * 1024 * 1024);
    const port = await serving((response) => {
      answers.send(response, 'text/plain', bytes);
    });
    const socket = connect({ host: '127.0.0.1', port });
    onTestFinished(() => void socket.destroy());
    socket.pause();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await expect.poll(() => answers.size).toBe(1);
    expect(bytes.at(-1)).toBe(0x61);
    answers.dropAll();
    expect(answers.size).toBe(0);
    expect(isZero(bytes)).toBe(true);
  });

  it('is zeroed at once if nobody is there to take it', async () => {
    const answers = new SecretAnswers();
    const bytes = marked(10);
    await new Promise<void>((resolve) => {
      void serving((response) => {
        response.destroy();
        answers.send(response, 'text/plain', bytes);
        resolve();
      }).then((port) => fetch(`http://127.0.0.1:${String(port)}/`).catch(() => undefined));
    });
    expect(isZero(bytes)).toBe(true);
    expect(answers.size).toBe(0);
  });
});

describe('a lock of the vault', () => {
  it('ends a connection whose reader has not taken its secret yet, and answers the next with 423', async () => {
    const g = await startTestGateway();
    const big = Array.from({ length: 4 }, (_, i) => field('z'.repeat(60_000), `f${String(i)}`));
    await g.vault.secrets.set({ name: 'big', fields: big }, call());
    const grant = { client: { name: 'bot' }, secret: { name: 'big' }, mode: 'read' } as const;
    await g.vault.grants.add(grant, call());
    const socket = connect({ host: '127.0.0.1', port: g.port });
    socket.pause();
    const host = `Host: 127.0.0.1:${String(g.port)}`;
    const request = `GET /v1/secrets/big HTTP/1.1\r\n${host}\r\n${bearer(g.key)}\r\n\r\n`;
    const many = 60;
    socket.write(request.repeat(many));
    const reads = () => g.vault.audit.query({ event: 'secret.read' }).length;
    await expect.poll(reads).toBeGreaterThan(20);
    await g.vault.lock('owner', call());
    let received = 0;
    socket.on('data', (chunk) => {
      received += chunk.length;
    });
    socket.on('error', () => undefined);
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(received).toBeLessThan(many * 240_000);
    const began = performance.now();
    const answer = await g.ask('GET /v1/secrets/alpha HTTP/1.1', [bearer(g.key)]);
    expect(answer.status).toBe(423);
    expect(performance.now() - began).toBeLessThan(1000);
    expect((await g.ask('GET /healthz HTTP/1.1')).status).toBe(200);
  });
});
