import { describe, expect, it } from 'vitest';
import { Interrupted, OutputClosed } from '../../src/cli/interrupted.ts';
import { reportError } from '../../src/cli/report-error.ts';
import { ERRORS, type ErrorCode } from '../../src/shared/errors.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
import { CORRELATION_ID, FakeIo, fakeWorld } from './fake-world.ts';

const CODES = Object.keys(ERRORS) as ErrorCode[];

describe('reportError', () => {
  it.each(CODES)('ends %s with the exit code of the table, in text and in JSON', (code) => {
    const io = new FakeIo();
    expect(reportError(new VaultError(code), io, false)).toBe(ERRORS[code].exit);
    expect(reportError(new VaultError(code), io, true)).toBe(ERRORS[code].exit);
    const [sentence = '', facts = '', json = ''] = io.talked;
    expect(sentence).toBe(`strongroom: ${ERRORS[code].en}`);
    expect(facts).toBe(`  code ${code}`);
    expect(JSON.parse(json)).toEqual({ error: { code, message: ERRORS[code].en } });
    expect(io.written).toEqual([]);
  });

  it.each(CODES)('lets a command that ends in %s exit with its code', async (code) => {
    const world = fakeWorld();
    world.openFailure = new VaultError(code);
    expect(await world.run('audit')).toBe(ERRORS[code].exit);
    expect(world.stderr()).toContain(`code ${code}`);
    expect(world.stdout()).toBe('');
  });

  it('tells the correlation id, the hint and the wait in whole seconds, rounded up', () => {
    const io = new FakeIo();
    const details = { correlationId: CORRELATION_ID, retryAfterMs: 4001, hint: 'A rule.' };
    reportError(new VaultError('throttled', details), io, false);
    reportError(new VaultError('throttled', details), io, true);
    expect(io.talked[0]).toBe(`strongroom: ${ERRORS.throttled.en} A rule.`);
    expect(io.talked[1]).toBe(`  code throttled · wait 5 s · correlation id ${CORRELATION_ID}`);
    expect(JSON.parse(io.talked[2] ?? '')).toEqual({
      error: {
        code: 'throttled',
        message: ERRORS.throttled.en,
        hint: 'A rule.',
        correlation_id: CORRELATION_ID,
        retry_after_ms: 4001,
      },
    });
  });

  it('says nothing of a foreign error or a cause but that it is internal', () => {
    for (const thrown of [
      new TypeError('hunter2'),
      'hunter2',
      { message: 'hunter2', code: 'not_found' },
      new VaultError('internal', { cause: new Error('hunter2') }),
    ]) {
      for (const json of [false, true]) {
        const io = new FakeIo();
        expect(reportError(thrown, io, json)).toBe(1);
        expect(io.talked.join('\n')).toContain('internal');
        expect(io.talked.join('\n')).not.toContain('hunter2');
      }
    }
  });

  it('is silent about a signal and about a reader that has gone', () => {
    const io = new FakeIo();
    expect(reportError(new Interrupted('SIGINT'), io, false)).toBe(130);
    expect(reportError(new Interrupted('SIGTERM'), io, false)).toBe(143);
    expect(reportError(new Interrupted('SIGHUP'), io, true)).toBe(129);
    expect(reportError(new OutputClosed(), io, false)).toBe(0);
    expect(io.talked).toEqual([]);
  });
});
