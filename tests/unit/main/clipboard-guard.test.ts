import { describe, expect, it } from 'vitest';
import { exclusionsOf } from '../../../src/main/clipboard-exclusions.ts';
import { ClipboardGuard } from '../../../src/main/clipboard-guard.ts';
import { FakeClipboard } from '../../support/desk.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { utf8 } from '../../support/vault-fixture.ts';

function guarded(clipboard = new FakeClipboard()) {
  const timers = new ManualTimers();
  const told: number[] = [];
  const guard = new ClipboardGuard({
    clipboard,
    timers,
    counting: (remainingMs) => void told.push(remainingMs),
  });
  return { guard, clipboard, timers, told };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('a copied secret', () => {
  it('is cleared when its time is over, and the page hears of both ends', async () => {
    const { guard, clipboard, timers, told } = guarded();
    await guard.copySecret(utf8('k-1'), 30_000);
    expect(clipboard).toMatchObject({ text: 'k-1', secret: true });
    timers.advance(29_999);
    await settled();
    expect(clipboard.text).toBe('k-1');
    timers.advance(1);
    await settled();
    expect(clipboard.text).toBeNull();
    expect(told).toEqual([30_000, 0]);
  });

  it('stays where somebody has copied something else since', async () => {
    const { guard, clipboard, timers } = guarded();
    await guard.copySecret(utf8('k-1'), 1000);
    await clipboard.writeText('a note of the owner');
    timers.advance(1000);
    await settled();
    expect(clipboard.text).toBe('a note of the owner');
  });

  it('is known again with the line ends and the end that Windows gives it', async () => {
    const { guard, clipboard } = guarded();
    await guard.copySecret(utf8('one\ntwo\0three'), 1000);
    clipboard.bytes = utf8('one\r\ntwo');
    await guard.clearIfOurs();
    expect(clipboard.text).toBeNull();
  });

  it('has its own time when another was copied before it', async () => {
    const { guard, clipboard, timers, told } = guarded();
    await guard.copySecret(utf8('k-1'), 1000);
    timers.advance(900);
    await guard.copySecret(utf8('k-2'), 1000);
    timers.advance(900);
    await settled();
    expect(clipboard.text).toBe('k-2');
    timers.advance(100);
    await settled();
    expect(clipboard.text).toBeNull();
    expect(told).toEqual([1000, 0, 1000, 0]);
  });

  it('is forgotten when a text that is no secret replaces it', async () => {
    const { guard, clipboard, timers, told } = guarded();
    await guard.copySecret(utf8('k-1'), 1000);
    await guard.copyText('k-1');
    timers.advance(5000);
    await settled();
    expect(clipboard).toMatchObject({ text: 'k-1', secret: false });
    expect(told).toEqual([1000, 0]);
    expect(timers.size).toBe(0);
  });

  it('is cleared where the clipboard does not say what it holds', async () => {
    const { guard, clipboard } = guarded();
    await guard.copySecret(utf8('k-1'), 1000);
    clipboard.failing = true;
    await guard.clearIfOurs();
    expect(clipboard.bytes).toBeNull();
  });

  it('that reaches the clipboard only after everything was to be cleared does not stay there', async () => {
    const clipboard = new FakeClipboard();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const slow = Object.assign(clipboard, {
      writeSecret: async (bytes: Uint8Array) => {
        await gate;
        clipboard.bytes = Uint8Array.from(bytes);
      },
    });
    const { guard, told } = guarded(slow);
    const copying = guard.copySecret(utf8('k-1'), 1000);
    await guard.clearIfOurs();
    release();
    await expect(copying).rejects.toMatchObject({ code: 'locked' });
    expect(clipboard.bytes).toBeNull();
    expect(told).toEqual([]);
  });

  it('that the system refuses is a clear error, and nothing is remembered of it', async () => {
    const { guard, clipboard, timers } = guarded();
    clipboard.failing = true;
    await expect(guard.copySecret(utf8('k-1'), 1000)).rejects.toMatchObject({
      code: 'not_available',
    });
    await expect(guard.copyText('x')).rejects.toMatchObject({ code: 'not_available' });
    expect(timers.size).toBe(0);
  });
});

describe('the formats beside a secret', () => {
  const read = async (platform: NodeJS.Platform) =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(exclusionsOf(platform)).map(
          async ([format, blob]) => [format, [...(await blob.bytes())]] as const,
        ),
      ),
    );
  const raw = (format: string) => `electron application/osclipboard;format="${format}"`;

  it('keep it out of histories, monitors and clouds', async () => {
    expect(await read('win32')).toEqual({
      [raw('ExcludeClipboardContentFromMonitorProcessing')]: [1],
      [raw('CanIncludeInClipboardHistory')]: [0, 0, 0, 0],
      [raw('CanUploadToCloudClipboard')]: [0, 0, 0, 0],
    });
    expect(await read('darwin')).toEqual({ [raw('org.nspasteboard.ConcealedType')]: [1] });
    expect(await read('linux')).toEqual({
      [raw('x-kde-passwordManagerHint')]: [...Buffer.from('secret')],
    });
    expect(await read('freebsd')).toEqual({});
  });
});
