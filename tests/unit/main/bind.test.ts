import { afterAll, describe, expect, it } from 'vitest';
import { VaultError } from '../../../src/shared/vault-error.ts';
import { codeOf, openDesk, ownFrame, valueOf } from '../../support/desk.ts';
import { auditLines, removeHomes, utf8 } from '../../support/vault-fixture.ts';

afterAll(removeHomes);

const refused = (home: string) =>
  auditLines(home).filter((line) => line['event'] === 'ipc.refused');

describe('a call', () => {
  it('from a wrong frame is refused before anything else is looked at, and has its line', async () => {
    const desk = await openDesk();
    const reply = await desk.send('vault:secrets.list', ['not even data'], {
      ...ownFrame(),
      parent: ownFrame(),
    });
    expect(reply).toMatchObject({ ok: false, error: { code: 'not_granted' } });
    expect(refused(desk.home)).toMatchObject([
      {
        outcome: 'denied',
        reason: 'not_granted',
        ref: { channel: 'vault:secrets.list', why: 'sub_frame' },
        correlation_id: reply.ok ? '' : reply.error.correlationId,
      },
    ]);
  });

  it('that is too large, not of the contract, or has a second argument has its line as well', async () => {
    const desk = await openDesk();
    const codes = [
      await desk.send('vault:settings.set', [{ name: 'x'.repeat(10_000), value: '' }]),
      await desk.send('vault:settings.set', [{ name: 'x', value: 1 }]),
      await desk.send('vault:settings.set', [{ name: 'x', value: '1' }, 1]),
      await desk.send('vault:settings.set', []),
    ].map(codeOf);
    expect(codes).toEqual(['too_large', 'invalid_input', 'invalid_input', 'invalid_input']);
    expect(refused(desk.home).map((line) => line['reason'])).toEqual([
      'too_large',
      'invalid_input',
    ]);
    desk.pass(1000);
    expect(refused(desk.home).at(-1)).toMatchObject({ reason: 'invalid_input', n: { calls: 2 } });
  });

  it('that needs the vault leaves one line while it is locked, not two', async () => {
    const desk = await openDesk({ locked: true });
    const before = auditLines(desk.home).length;
    const reply = await desk.calls.secrets.list({});
    expect(codeOf(reply)).toBe('locked');
    const lines = auditLines(desk.home).slice(before);
    expect(lines).toMatchObject([
      { event: 'ipc.refused', reason: 'locked', ref: { channel: 'vault:secrets.list' } },
    ]);
  });

  it('that comes too often is told when to come again', async () => {
    const { calls } = await openDesk();
    const replies = [];
    for (let i = 0; i < 4; i += 1) replies.push(await calls.audit.verify({}));
    expect(replies.map(codeOf)).toEqual(['ok', 'ok', 'ok', 'rate_limited']);
    expect(replies[3]).toMatchObject({ error: { retryAfterMs: 2000 } });
  });

  it('refused by the vault has the vault’s line alone', async () => {
    const desk = await openDesk();
    const before = auditLines(desk.home).length;
    const id = '00000000-0000-4000-8000-000000000000';
    const reply = await desk.calls.secrets.describe({ id });
    const lines = auditLines(desk.home).slice(before);
    expect(lines).toMatchObject([{ event: 'secret.describe', reason: 'not_found' }]);
    expect(reply).toMatchObject({ error: { correlationId: lines[0]?.['correlation_id'] } });
  });

  it('that fails for a reason nobody thought of says `internal` and nothing of the reason', async () => {
    const desk = await openDesk();
    desk.app.openAddress = async () => {
      throw Object.assign(new Error('SELECT secret FROM driver'), { parameters: ['k-1'] });
    };
    const reply = await desk.calls.app.openLink({ link: 'openai' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toMatch(/SELECT|k-1/);
    expect(refused(desk.home).at(-1)).toMatchObject({
      reason: 'internal',
      correlation_id: reply.ok ? '' : reply.error.correlationId,
    });
  });

  it('keeps hints and causes of a refusal in here', async () => {
    const desk = await openDesk();
    desk.app.openAddress = async () => {
      throw new VaultError('not_available', { hint: 'a hint', cause: new Error('a cause') });
    };
    const reply = await desk.calls.app.openLink({ link: 'openai' });
    const error = reply.ok ? {} : reply.error;
    expect(Object.keys(error).sort()).toEqual(['code', 'correlationId']);
  });

  it('has its buffers zeroed when it is over, let in or not', async () => {
    const desk = await openDesk();
    const value = utf8('k-1');
    const field = { name: 'value', value, concealed: true };
    const good = { name: 's', kind: 'llm', fields: [field], metadata: {} };
    expect(codeOf(await desk.send('vault:secrets.create', [good]))).toBe('ok');
    expect([...value]).toEqual([0, 0, 0]);
    const other = utf8('k-2');
    await desk.send('vault:secrets.create', [{ other }]);
    expect([...other]).toEqual([0, 0, 0]);
  });

  it('has the plaintext of its reply zeroed once that is sent', async () => {
    const desk = await openDesk();
    const fields = [{ name: 'value', value: utf8('k-1'), concealed: true }];
    const { id } = valueOf(
      await desk.calls.secrets.create({ name: 's', kind: 'llm', fields, metadata: {} }),
    );
    const reply = await desk.answers.get('vault:secrets.reveal')?.(desk.frame, [
      { id, field: 'value' },
    ]);
    const shown = (reply as { value: { fields: { value: Uint8Array }[] } }).value.fields[0]?.value;
    expect(new TextDecoder().decode(shown)).toBe('k-1');
    await new Promise((resolve) => setTimeout(resolve, 0));
    await new Promise((resolve) => setImmediate(resolve));
    expect([...(shown ?? [])]).toEqual([0, 0, 0]);
  });
});
