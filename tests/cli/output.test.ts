import { describe, expect, it } from 'vitest';
import { Output } from '../../src/cli/output.ts';
import { reportError } from '../../src/cli/report-error.ts';
import { columnsOf } from '../../src/cli/escape-text.ts';
import { wrapText } from '../../src/cli/wrap-text.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
import { CORRELATION_ID, FakeIo, atTerminal } from './fake-world.ts';

class Narrow extends FakeIo {
  override stdoutIsTerminal = true;
  readonly columns = 60;
}

async function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<readonly string[]> {
  const io = new Narrow();
  await new Output(io, false).table(heading, rows);
  return Buffer.concat(io.written).toString('utf8').split('\n').slice(0, -1);
}

describe('a table on a terminal', () => {
  it('leaves out a column that nothing stands in', async () => {
    expect(await table(['NAME', 'KIND', 'TAGS'], [['a', '', 'x']])).toEqual([
      'NAME  TAGS',
      'a     x',
    ]);
  });

  it('cuts a long name only after everything else', async () => {
    const name = 'n'.repeat(24);
    const lines = await table(
      ['NAME', 'PROVIDER', 'TAGS'],
      [[name, 'p'.repeat(40), 't'.repeat(30)]],
    );
    expect(lines[1]).toMatch(new RegExp(`^${name}  p{15}…  t{15}…$`));
  });

  it('is no wider than the terminal: the widest column is cut first, and shows that it is', async () => {
    const lines = await table(
      ['NAME', 'KIND', 'PROVIDER'],
      [
        ['鍵'.repeat(64), 'llm', 'openai'],
        ['short', 'generic', 'p'],
      ],
    );
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(60);
    expect(lines[1]).toMatch(/^鍵+… +llm +openai$/);
    expect(lines[2]).toContain('short');
  });

  it('breaks sentences in a last column without a heading between words and loses none', async () => {
    const sentence = 'Days before an expiry at which it is shown as near, falling, comma separated';
    const lines = await table(
      ['NAME', 'VALUE', ''],
      [['expiry.reminder_days', '30,7,1', sentence]],
    );
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(60);
    const words = lines.slice(1).join(' ').replace('expiry.reminder_days  30,7,1', '').split(/ +/);
    expect(words.join(' ').trim()).toBe(sentence);
  });

  it('is never cut in a pipe', async () => {
    const io = new FakeIo();
    await new Output(io, false).table(['NAME', 'KIND'], [['n'.repeat(128), '']]);
    expect(Buffer.concat(io.written).toString('utf8')).toBe(`${'n'.repeat(128)}\t\n`);
  });
});

describe('sentences on a terminal', () => {
  it('are broken between words, under their own indent, and long words are left whole', () => {
    expect(wrapText('one two three', 9)).toBe('one two\nthree');
    expect(wrapText('  one two three', 9)).toBe('  one two\n  three');
    expect(wrapText(`a ${'b'.repeat(30)} c`, 9)).toBe(`a\n${'b'.repeat(30)}\nc`);
    expect(wrapText('one two three', 0)).toBe('one two three');
  });

  it('are told from JSON, which stays on one line', () => {
    const kinds: (string | undefined)[] = [];
    class Listening extends FakeIo {
      override talk(line: string, kind?: string): void {
        super.talk(line);
        kinds.push(kind);
      }
    }
    const io = new Listening();
    new Output(io, true).notice({ code: 'x', text: 'y' });
    reportError(new VaultError('locked', { correlationId: CORRELATION_ID }), io, true);
    expect(kinds).toEqual(['json', 'json']);
    kinds.length = 0;
    new Output(io, false).notice({ code: 'x', text: 'y' });
    reportError(new VaultError('locked'), io, false);
    expect(kinds).toEqual(['text', 'text', 'text']);
  });
});

describe('ls on a terminal', () => {
  it('says what to do next when there is nothing, and stays silent in JSON and in a pipe', async () => {
    const world = atTerminal();
    world.vault.replies.set('secrets.list', { secrets: [], damaged: [] });
    expect(await world.run('ls')).toBe(0);
    expect(world.stdout()).toBe('');
    expect(world.stderr()).toContain('strongroom set NAME');
    const filtered = atTerminal();
    const secret = { name: 'a', kind: 'broker', metadata: {}, expiry: 'none', updatedAt: '' };
    filtered.vault.replies.set('secrets.list', { secrets: [secret], damaged: [] });
    await filtered.run('ls', '--kind', 'llm');
    expect(filtered.stderr()).toContain('No secret matches');
    const json = atTerminal();
    json.vault.replies.set('secrets.list', { secrets: [], damaged: [] });
    await json.run('ls', '--json');
    expect([json.stdout(), json.stderr()]).toEqual(['[]\n', '']);
  });
});
