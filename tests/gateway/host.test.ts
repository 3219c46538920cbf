import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeTestGateways, startTestGateway, type TestGateway } from './gateway-fixture.ts';
import { requestText } from './raw-client.ts';

let g: TestGateway;
beforeAll(async () => {
  g = await startTestGateway();
});
afterAll(closeTestGateways);

const get = (headers: readonly string[], path = '/healthz', version = 'HTTP/1.1') =>
  requestText(`GET ${path} ${version}`, ['Connection: close', ...headers]);
const statusOf = async (text: string) => (await g.raw(text))[0]?.status;

describe('the host of a request', () => {
  it('may be each of the three names of the loopback port', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]', 'LocalHost']) {
      expect(await statusOf(get([`Host: ${name}:${String(g.port)}`]))).toBe(200);
    }
  });

  it.each([
    ['a rebound name', (port: number) => `Host: evil.example:${String(port)}`],
    ['0.0.0.0', (port: number) => `Host: 0.0.0.0:${String(port)}`],
    ['another loopback address', (port: number) => `Host: 127.0.0.2:${String(port)}`],
    [
      'a name that begins like ours',
      (port: number) => `Host: localhost.evil.example:${String(port)}`,
    ],
    ['a user before ours', (port: number) => `Host: evil@localhost:${String(port)}`],
    ['no port', () => 'Host: 127.0.0.1'],
    ['another port', () => 'Host: 127.0.0.1:1'],
    ['a port in another spelling', (port: number) => `Host: 127.0.0.1:0${String(port)}`],
    ['the name of the socket', () => 'Host: strongroom'],
    ['nothing', () => 'Host:'],
  ])('refuses %s with 421, whatever else is right', async (_, header) => {
    const text = get([header(g.port), `Authorization: Bearer ${g.key}`], '/v1/secrets/alpha');
    const [answer] = await g.raw(text);
    expect(answer?.status).toBe(421);
    expect(answer?.body).toContain('wrong_host');
    expect(answer?.body).not.toContain('one');
  });

  it('refuses two of them, none, and HTTP/1.0', async () => {
    const host = `Host: 127.0.0.1:${String(g.port)}`;
    expect(await statusOf(get([host, host]))).toBe(421);
    expect(await statusOf(get([host, 'Host: evil.example']))).toBe(421);
    expect(await statusOf(get([]))).toBe(421);
    expect(await statusOf(get([host], '/healthz', 'HTTP/1.0'))).toBe(421);
    expect(await statusOf(get([], '/healthz', 'HTTP/1.0'))).toBe(421);
    expect(await statusOf('GET /healthz\r\n\r\n')).toBe(421);
  });

  it('is looked at before the target and the method', async () => {
    const text = requestText('OPTIONS /../%2e HTTP/1.1', ['Host: evil.example', 'Origin: x']);
    expect(await statusOf(text)).toBe(421);
  });

  it('is localhost or strongroom on the socket, and nothing else', async () => {
    const ask = async (host: string) => (await g.rawSocket(get([`Host: ${host}`])))[0]?.status;
    expect(await ask('localhost')).toBe(200);
    expect(await ask('strongroom')).toBe(200);
    expect(await ask(`127.0.0.1:${String(g.port)}`)).toBe(421);
    expect(await ask('evil.example')).toBe(421);
  });

  it('leaves a line of every refusal', () => {
    const why = new Set(g.refusals().map(({ ref }) => (ref as Record<string, string>)['why']));
    for (const word of ['host', 'no_host', 'two_hosts', 'http_version']) {
      expect(why).toContain(word);
    }
  });
});
