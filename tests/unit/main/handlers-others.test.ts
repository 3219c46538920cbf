import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UNDO_MS } from '../../../src/main/pending-removals.ts';
import { readImportFile } from '../../../src/main/read-import-file.ts';
import { type Desk, codeOf, openDesk, ownContext, valueOf } from '../../support/desk.ts';
import {
  OTHER_PASSWORD,
  PASSWORD,
  auditLines,
  emptyHome,
  field,
  removeHomes,
  utf8,
  valueOf as storedValue,
} from '../../support/vault-fixture.ts';

afterAll(removeHomes);

const DOTENV = 'OPENAI_API_KEY=sk-test-1\nBROKEN LINE\nIG_KEY=k-2\n';
const python = join(import.meta.dirname, '../../samples/python-store.db');

function fileWith(text: string): string {
  const file = join(emptyHome(), 'sample.env');
  writeFileSync(file, text);
  return file;
}

describe('imports', () => {
  it('preview a chosen file, write nothing until the word is given, then write it once', async () => {
    const desk = await openDesk();
    desk.app.chosen = [fileWith(DOTENV)];
    const preview = valueOf(await desk.calls.imports.choose({ format: 'dotenv' }));
    expect(preview).toMatchObject({ fileName: 'sample.env' });
    expect(preview?.lines).toEqual([
      { name: 'OPENAI_API_KEY', kind: 'llm', outcome: 'imported', code: null, line: null },
      { name: 'IG_KEY', kind: 'broker', outcome: 'imported', code: null, line: null },
      { name: '', kind: null, outcome: 'refused', code: 'invalid_input', line: 2 },
    ]);
    expect(JSON.stringify(preview)).not.toContain('sk-test-1');
    expect(valueOf(await desk.calls.secrets.list({})).secrets).toEqual([]);
    const token = preview?.token ?? '';
    const done = valueOf(await desk.calls.imports.apply({ token }));
    expect(done.lines).toEqual(preview?.lines);
    expect(await storedValue(desk.vault, 'OPENAI_API_KEY')).toBe('sk-test-1');
    expect(codeOf(await desk.calls.imports.apply({ token }))).toBe('not_found');
  });

  it('take a file that was dropped on the window, by its bytes', async () => {
    const desk = await openDesk();
    const content = utf8('{"a":"1"}');
    const reply = await desk.calls.imports.read({ format: 'json', fileName: 'a.json', content });
    expect(valueOf(reply).lines).toMatchObject([{ name: 'a', outcome: 'imported' }]);
  });

  it('open an older store with its own password, which is another than ours', async () => {
    const desk = await openDesk();
    desk.app.chosen = [python, python];
    const wrong = await desk.calls.imports.choosePythonStore({ password: utf8('wrong') });
    expect(codeOf(wrong)).toBe('bad_password');
    // The sample's own happens to be the one of the tests.
    const right = await desk.calls.imports.choosePythonStore({ password: utf8(PASSWORD) });
    expect(valueOf(right)).toMatchObject({ fileName: 'python-store.db' });
    expect(valueOf(await desk.calls.vault.status({})).failedAttempts).toBe(0);
  });

  it('are nothing if the owner chooses nothing', async () => {
    const desk = await openDesk();
    expect(valueOf(await desk.calls.imports.choose({ format: 'json' }))).toBeNull();
    const none = await desk.calls.imports.choosePythonStore({ password: utf8('x') });
    expect(valueOf(none)).toBeNull();
  });

  it('are not held over a lock, nor after a dialog that outlasted one', async () => {
    const desk = await openDesk();
    const content = utf8('A=1\n');
    const { token } = valueOf(
      await desk.calls.imports.read({ format: 'dotenv', fileName: 'x', content }),
    );
    await desk.host.lock('owner');
    valueOf(await desk.calls.vault.unlock({ password: utf8(PASSWORD) }));
    expect(codeOf(await desk.calls.imports.apply({ token }))).toBe('not_found');
    const file = fileWith('A=1\n');
    desk.app.chooseFile = async () => {
      await desk.host.lock('screen_lock');
      return file;
    };
    expect(codeOf(await desk.calls.imports.choose({ format: 'dotenv' }))).toBe('locked');
    // What is held has a timer of five minutes.
    desk.pass(60_000);
    expect(desk.timers.size).toBe(0);
  });

  it('can be dropped', async () => {
    const desk = await openDesk();
    const content = utf8('A=1\n');
    const { token } = valueOf(
      await desk.calls.imports.read({ format: 'dotenv', fileName: 'x', content }),
    );
    valueOf(await desk.calls.imports.drop({ token: '00000000-0000-4000-8000-000000000000' }));
    expect(desk.host.imports.get(token)).not.toBeNull();
    valueOf(await desk.calls.imports.drop({ token }));
    expect(desk.host.imports.get(token)).toBeNull();
  });

  it('see the vault as the owner sees it: without what he has just removed', async () => {
    const desk = await openDesk();
    const input = { name: 'A', fields: [field('old')] };
    const { id } = await desk.vault.secrets.set(input, ownContext());
    valueOf(await desk.calls.secrets.remove({ id, expectedVersion: 1 }));
    const content = utf8('A=new\n');
    const read = { format: 'dotenv', fileName: 'x', content } as const;
    const preview = valueOf(await desk.calls.imports.read(read));
    expect(preview.lines).toMatchObject([{ name: 'A', outcome: 'imported' }]);
    expect(desk.timers.nowMs).toBeLessThan(UNDO_MS);
  });

  it('refuse what is no file, too large or not there', async () => {
    const folder = emptyHome();
    await expect(readImportFile(folder)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(readImportFile(join(folder, 'none'))).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const large = join(folder, 'large');
    writeFileSync(large, new Uint8Array(16 * 1024 * 1024 + 1));
    await expect(readImportFile(large)).rejects.toMatchObject({ code: 'too_large' });
    mkdirSync(join(folder, 'sub'));
    const whole = fileWith('A=1\n');
    expect(new TextDecoder().decode(await readImportFile(whole))).toBe('A=1\n');
  });
});

describe('settings', () => {
  it('are listed with their defaults, set, reset, and refused by name and value', async () => {
    const { calls } = await openDesk();
    const names = valueOf(await calls.settings.list({})).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'clipboard.clear_seconds',
        'lock.idle_minutes',
        'reveal.hide_seconds',
      ]),
    );
    const set = valueOf(await calls.settings.set({ name: 'history.keep', value: '3' }));
    expect(set).toEqual({ name: 'history.keep', value: 3, default: 10 });
    expect(valueOf(await calls.settings.reset({ name: 'history.keep' })).value).toBe(10);
    expect(codeOf(await calls.settings.set({ name: 'history.keep', value: 'x' }))).toBe(
      'invalid_input',
    );
    expect(codeOf(await calls.settings.set({ name: '__proto__', value: '1' }))).toBe('not_found');
  });
});

describe('audit', () => {
  it('is read newest first, page by page, without what is not ours to show', async () => {
    const desk = await openDesk();
    for (let i = 0; i < 5; i += 1) await desk.host.setting('history.keep', ownContext());
    const all = auditLines(desk.home).map((line) => line['seq']);
    const first = valueOf(await desk.calls.audit.query({ limit: 3 }));
    expect(first.entries.map(({ seq }) => seq)).toEqual(all.slice(-3).toReversed());
    expect(first.more).toBe(true);
    expect(Object.keys(first.entries[0] ?? {})).not.toContain('mac');
    const beforeSeq = first.entries.at(-1)?.seq ?? 0;
    const rest = valueOf(await desk.calls.audit.query({ limit: 500, beforeSeq }));
    expect(rest.entries.map(({ seq }) => seq)).toEqual(all.slice(0, -3).toReversed());
    expect(rest.more).toBe(false);
  });

  it('is narrowed by event, outcome and correlation id', async () => {
    const { calls } = await openDesk();
    const [unlock] = valueOf(
      await calls.audit.query({ event: 'vault.unlock', outcome: 'ok', limit: 1 }),
    ).entries;
    const correlationId = unlock?.correlation_id ?? '';
    const { entries } = valueOf(await calls.audit.query({ correlationId, limit: 10 }));
    expect(entries.map(({ outcome }) => outcome)).toEqual(['ok', 'attempt']);
  });

  it('is proved, and an id of it is copied to stay', async () => {
    const desk = await openDesk();
    expect(valueOf(await desk.calls.audit.verify({}))).toMatchObject({ ok: true });
    const correlationId = '00000000-0000-4000-8000-000000000000';
    const reply = await desk.calls.audit.copyCorrelationId({ correlationId });
    expect(valueOf(reply)).toEqual({ clearsInMs: null });
    expect(desk.clipboard).toMatchObject({ text: correlationId, secret: false });
  });
});

describe('vault', () => {
  it('measures a password before there is a vault, and says which rule it breaks', async () => {
    const desk = await openDesk({
      home: emptyHome(),
      locked: true,
      ports: { open: async () => null },
    });
    const strength = async (text: string) =>
      valueOf(await desk.calls.vault.strength({ password: utf8(text) }));
    expect(await strength('short')).toMatchObject({ word: 'weak', refused: 'too_short' });
    expect(await strength('passwordpassword')).toMatchObject({ refused: 'easy_to_guess' });
    expect(await strength('x1'.repeat(200))).toMatchObject({ refused: 'too_long' });
    const good = await strength(PASSWORD);
    expect(good.refused).toBeNull();
    expect(good.bits).toBeGreaterThan(40);
    expect(Object.keys(good).sort()).toEqual(['bits', 'refused', 'word']);
  });

  it('changes the password for the one who knows the present one', async () => {
    const { calls } = await openDesk();
    const change = { next: utf8(OTHER_PASSWORD), renewVaultKey: false };
    const wrong = await calls.vault.changePassword({ current: utf8('wrong'), ...change });
    expect(codeOf(wrong)).toBe('bad_password');
    valueOf(await calls.vault.changePassword({ current: utf8(PASSWORD), ...change }));
    await calls.vault.lock({});
    expect(codeOf(await calls.vault.unlock({ password: utf8(OTHER_PASSWORD) }))).toBe('ok');
  });

  it('has nothing to repair where nothing is wrong', async () => {
    const { calls } = await openDesk();
    expect(codeOf(await calls.vault.previewRepair({}))).toBe('invalid_input');
    expect(codeOf(await calls.vault.repair({ password: utf8(PASSWORD) }))).toBe('invalid_input');
  });

  it('wipes the passwords it was given, right or wrong', async () => {
    const desk = await openDesk({ locked: true });
    for (const text of ['wrong', PASSWORD]) {
      const password = utf8(text);
      await desk.send('vault:vault.unlock', [{ password }]);
      expect(password.every((byte) => byte === 0)).toBe(true);
    }
  });
});

describe('generator', () => {
  it('suggests passwords of the asked kind, before there is a vault too', async () => {
    const desk = await openDesk({ locked: true });
    const options = { length: 40, symbols: false, ambiguous: false };
    const { bytes, bits } = valueOf(await desk.calls.generator.password(options));
    expect(new TextDecoder().decode(bytes)).toMatch(/^[A-HJ-NP-Ya-km-np-z3-79]{40}$/);
    expect(bits).toBeGreaterThan(200);
    const words = valueOf(await desk.calls.generator.passphrase({ words: 7, separator: ' ' }));
    expect(new TextDecoder().decode(words.bytes).split(' ').length).toBeGreaterThanOrEqual(7);
    expect(words.bits).toBe(90);
  });
});

describe('app', () => {
  it('does what the window asks of it, by names of tables alone', async () => {
    const desk = await openDesk({ locked: true });
    const { calls, app } = desk;
    valueOf(await calls.app.openLink({ link: 'openai' }));
    valueOf(await calls.app.openDocument({ document: 'threat-model' }));
    expect(app.opened).toEqual(['https://platform.openai.com/api-keys', 'docs/threat-model.md']);
    const strange = { link: 'https://evil.example' } as never;
    expect(codeOf(await calls.app.openLink(strange))).toBe('invalid_input');
    valueOf(await calls.app.ready({}));
    valueOf(await calls.app.quit({}));
    expect(app.said).toEqual(['ready', 'quit']);
    expect(valueOf(await calls.app.setPreferences({ theme: 'dark' })).preferences.theme).toBe(
      'dark',
    );
    expect(valueOf(await calls.app.info({})).preferences.theme).toBe('dark');
  });
});

describe('clipboard', () => {
  it('is cleared at once when the owner says so', async () => {
    const desk: Desk = await openDesk();
    const { id } = await desk.vault.secrets.set({ name: 's', fields: [field('k')] }, ownContext());
    valueOf(await desk.calls.secrets.copy({ id, what: { kind: 'field', field: 'value' } }));
    valueOf(await desk.calls.clipboard.clear({}));
    expect(desk.clipboard.text).toBeNull();
    expect(desk.sent.filter(([channel]) => channel === 'vault:clipboard.countdown')).toEqual([
      ['vault:clipboard.countdown', { remainingMs: 30_000 }],
      ['vault:clipboard.countdown', { remainingMs: 0 }],
    ]);
  });
});
