import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companionJson, makeCompanionFolder } from '../samples/make-companion.ts';
import { ADA, ADA_SESSION, OLD_KEY_HASH, makeSonia } from '../samples/make-sonia.ts';
import { plaintextBelow } from '../support/find-plaintext.ts';
import { runCli } from '../support/in-process-cli.ts';
import { serveHome } from '../support/served-home.ts';
import { PASSWORD, removeHomes, seededHome } from '../support/vault-fixture.ts';

let folder = '';
let passwordFile = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'strongroom-import-'));
  passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  removeHomes();
});

const run = (home: string, ...args: readonly string[]) =>
  runCli(home, [...args, '--password-file', passwordFile]);

interface Report {
  readonly imported: number;
  readonly counts: Readonly<Record<string, object>>;
  readonly entries: readonly { table: string; name: string; id: string | null; outcome: string }[];
}

const none = { imported: 0, clash: 0, refused: 0, damaged: 0 };
const countsOf = (client: number, session: number, conversation: number, turn: number) =>
  Object.fromEntries(
    Object.entries({ client, session, conversation, turn }).map(([kind, imported]) => [
      kind,
      { ...none, imported },
    ]),
  );

const reportOf = (stdout: string) => JSON.parse(stdout) as Report;

function soniaFile(name: string, ...more: readonly string[]): string {
  const file = join(folder, name);
  rmSync(file, { force: true });
  makeSonia(file, ...more);
  return file;
}

describe('import --from sonia', () => {
  it('takes clients, sessions, conversations and turns over, says that keys are needed, exit 0', async () => {
    const home = await seededHome();
    const file = soniaFile('memory.db');
    const before = readFileSync(file);
    const { exit, stdout, stderr } = await run(home, 'import', file, '--from', 'sonia', '--json');
    expect(exit).toBe(0);
    expect(reportOf(stdout)).toEqual({
      ...{ dry_run: false, imported: 15, clients: 3, sessions: 5, conversations: 2, turns: 5 },
      ...{ default_made: true, counts: countsOf(3, 5, 2, 5) },
      entries: ['Ada', 'Grace Höpper', 'Gone'].map((name) => ({
        ...{ table: 'client', name, outcome: 'imported', code: null, line: null, hint: null },
        id: expect.stringMatching(/^cli_[0-9a-f-]{36}$/) as unknown,
      })),
    });
    for (const code of ['imported', 'keys_needed', 'default_client']) {
      expect(stderr).toContain(`"code":"${code}"`);
    }
    expect(stderr).toContain('`strongroom key create CLIENT`');
    expect(readFileSync(file)).toEqual(before);

    const ada = JSON.parse((await run(home, 'client', 'show', 'ada', '--json')).stdout) as object;
    expect(ada).toMatchObject({
      ...{ id: `cli_${ADA}`, external_id: ADA, status: 'active', last_seen_at: null },
      ...{ created_at: '2025-11-01T08:00:00.123Z', updated_at: '2025-12-01T09:30:00.000Z' },
      metadata: { team: 'fx', desk: '2', flags: '{"beta":true}' },
    });
    const keys = await run(home, 'key', 'ls', '--all', '--json');
    expect(JSON.parse(keys.stdout)).toEqual([]);
    expect(
      plaintextBelow(home, [OLD_KEY_HASH, 'Höpper', 'trading', 'position?', 'still long']),
    ).toEqual([]);
  });

  it('a second time clashes with everything and changes nothing, exit 1', async () => {
    const home = await seededHome();
    const file = soniaFile('again.db');
    await run(home, 'import', file, '--from', 'sonia');
    const before = (await run(home, 'client', 'ls', '--all', '--json')).stdout;
    const { exit, stdout } = await run(home, 'import', file, '--from', 'sonia', '--json');
    expect(exit).toBe(1);
    const { imported, entries, counts } = reportOf(stdout);
    expect(imported).toBe(0);
    expect(counts).toEqual({
      client: { ...none, clash: 3 },
      session: { ...none, clash: 5 },
      conversation: { ...none, clash: 2 },
      turn: { ...none, clash: 5 },
    });
    expect(entries.map(({ table, outcome }) => `${table} ${outcome}`)).toEqual([
      ...Array<string>(3).fill('client clash'),
      ...Array<string>(5).fill('session clash'),
      ...Array<string>(2).fill('conversation clash'),
    ]);
    expect((await run(home, 'client', 'ls', '--all', '--json')).stdout).toBe(before);
  });

  it('as a dry run says the same and writes nothing', async () => {
    const home = await seededHome();
    const file = soniaFile('dry.db');
    const dry = await run(home, 'import', file, '--from', 'sonia', '--dry-run', '--json');
    const listed = await run(home, 'client', 'ls', '--all', '--json');
    expect(JSON.parse(listed.stdout)).toEqual([]);
    const real = await run(home, 'import', file, '--from', 'sonia', '--json');
    expect(reportOf(dry.stdout)).toEqual({ ...reportOf(real.stdout), dry_run: true });
  });

  it('names what it leaves out and what it changed, and takes the rest, exit 1', async () => {
    const home = await seededHome();
    const file = soniaFile(
      'hostile.db',
      `INSERT INTO users VALUES ('evil', 'a' || char(0) || 'b', 'h', 'active', '2025', '2025', NULL)`,
      `INSERT INTO users VALUES ('odd', 'Odd', 'h9', 'frozen', 'noon', '', '{"__proto__":1,"ok":1}')`,
      `INSERT INTO sessions (session_id, user_id, created_at) VALUES ('s-evil', 'evil', '2025-01-01')`,
    );
    const { exit, stdout } = await run(home, 'import', file, '--from', 'sonia');
    expect(exit).toBe(1);
    const lines = stdout.split('\n').map((line) => line.split('\t').slice(0, 4).join(' '));
    expect(lines).toContain('imported client Odd ');
    expect(lines.filter((line) => line === 'noted client Odd invalid_input')).toHaveLength(3);
    expect(lines).toContain('refused session s-evil not_found');
    expect(stdout).toMatch(
      /^refused\tclient\t.*\tname_invalid\tA client cannot have this name\.$/mu,
    );
    expect(lines).not.toContain(`imported session ${ADA_SESSION} `);
  });

  it.each([
    ['a file that is not there', 'missing.db', null],
    ['another kind of file', 'dump.json', '{"users":[]}'],
  ])('refuses %s before it asks for a password, exit 2', async (_what, name, content) => {
    const file = join(folder, name);
    if (content !== null) writeFileSync(file, content);
    const { exit, stderr } = await runCli(await seededHome(), ['import', file, '--from', 'sonia']);
    expect(exit).toBe(2);
    expect(stderr).toContain('invalid_input');
  });

  it('has no password of its own', async () => {
    const { exit } = await runCli(await seededHome(), [
      ...['import', 'x', '--from', 'sonia', '--source-password-file', passwordFile],
    ]);
    expect(exit).toBe(2);
  });
});

describe('import of conversations', () => {
  it('goes through the process that serves the vault, in parts, and says the same', async () => {
    const file = join(folder, 'large.json');
    const messages = Array.from({ length: 1500 }, (_, i) => ({
      ...{ id: i, conversation_id: `c-${String(i % 3)}`, role: 'user' },
      content: `${'long words '.repeat(300)}${String(i)}`,
      created_at: '2025-07-02T00:00:00Z',
    }));
    const conversations = [0, 1, 2].map((i) => ({
      id: `c-${String(i)}`,
      user_id: i === 2 ? 9 : 2,
    }));
    const users = [
      { id: 2, external_user_id: 'two' },
      { id: 9, external_user_id: 'bad\u0000' },
    ];
    writeFileSync(file, JSON.stringify({ users, conversations, messages }));
    const here = await seededHome();
    const served = await serveHome(await seededHome(), ['--socket-only']);
    try {
      const args = ['import', file, '--from', 'companion', '--json'];
      const dry = await served.open([...args, '--dry-run']);
      const real = await served.open(args);
      expect([dry.exit, real.exit]).toEqual([1, 1]);
      expect(reportOf(dry.stdout)).toEqual({ ...reportOf(real.stdout), dry_run: true });
      expect(reportOf(real.stdout).counts).toEqual({
        client: { ...none, imported: 1, refused: 1 },
        session: none,
        conversation: { ...none, imported: 2, refused: 1 },
        turn: { ...none, imported: 1000, refused: 500 },
      });
      expect(plaintextBelow(served.home, ['long words long'])).toEqual([]);
      const inFiles = await run(here, ...args);
      expect(reportOf(inFiles.stdout).counts).toEqual(reportOf(real.stdout).counts);
    } finally {
      await served.stop();
    }
  });

  it('leaves out what is too large for one call, and takes the rest, served or not', async () => {
    const file = join(folder, 'huge.json');
    const huge = '\u2013'.repeat(4 * 1024 * 1024);
    const messages = [0, 1, 2, 3].map((i) => ({
      ...{ id: i, conversation_id: i === 3 ? 'small' : 'huge', content: i === 3 ? 'x' : huge },
    }));
    writeFileSync(file, JSON.stringify({ messages }));
    const served = await serveHome(await seededHome(), ['--socket-only']);
    try {
      const args = ['import', file, '--from', 'companion', '--json'];
      const inFiles = await run(await seededHome(), ...args);
      const { exit, stdout } = await served.open(args);
      expect([exit, stdout.replaceAll(/[0-9a-f-]{36}/g, '')]).toEqual([
        ...[1, inFiles.stdout.replaceAll(/[0-9a-f-]{36}/g, '')],
      ]);
      expect(reportOf(stdout)).toMatchObject({
        counts: {
          conversation: { ...none, imported: 1, refused: 1 },
          turn: { ...none, imported: 1, refused: 3 },
        },
        entries: [{ table: 'conversation', name: 'huge', code: 'too_large' }],
      });
    } finally {
      await served.stop();
    }
  });

  it('names what stays out of it: turns that say nothing, come twice or are damaged', async () => {
    const file = soniaFile(
      'turns.db',
      `INSERT INTO conversation_turns (turn_id, session_id, sequence_num, user_input, created_at)
       VALUES ('mute', '${ADA_SESSION}', 3, '', '2026-11-20T06:40:00Z')`,
      `INSERT INTO conversation_turns (turn_id, session_id, sequence_num, user_input, created_at)
       VALUES ('late', '${ADA_SESSION}', 4, 'hm', 'noon')`,
    );
    const { exit, stdout } = await run(await seededHome(), 'import', file, '--from', 'sonia');
    expect(exit).toBe(1);
    expect(stdout).toContain('refused\tturn\tmute\tinvalid_input\tNothing was said in it.');
    expect(stdout).toContain('noted\tturn\tlate\tinvalid_input\tIts date could not be read');
  });
});

describe('import --from companion', () => {
  it('takes users over from JSON and from a folder of CSV alike', async () => {
    const json = join(folder, 'companion.json');
    writeFileSync(json, companionJson());
    const csv = join(folder, 'companion');
    mkdirSync(csv);
    makeCompanionFolder(csv);
    const reports: unknown[] = [];
    for (const source of [json, csv]) {
      const home = await seededHome();
      const { exit, stdout } = await run(home, 'import', source, '--from', 'companion', '--json');
      expect(exit).toBe(0);
      reports.push(reportOf(stdout));
      const listed = JSON.parse((await run(home, 'client', 'ls', '--json')).stdout) as object;
      expect(listed).toMatchObject([
        { name: 'auth0|43', external_id: 'auth0|43', email: 'cy@example.org' },
        { name: 'Bo, "the" trader', external_id: 'auth0|42', email: 'Bo@Example.org' },
        { name: 'default', external_id: null },
        { name: 'Default User', external_id: 'default_user', email: null },
      ]);
    }
    expect(reports[1]).toEqual(reports[0]);
    expect(reports[0]).toMatchObject({ clients: 3, conversations: 2, turns: 3 });
  });

  it('says on which line of a CSV file a row is wrong', async () => {
    const file = join(folder, 'users.csv');
    writeFileSync(file, 'id,external_user_id,email\n1,"two\nlines"\n2,b,b@c\n');
    const home = await seededHome();
    const { exit, stdout } = await run(home, 'import', file, '--from', 'companion');
    expect(exit).toBe(1);
    expect(stdout).toContain('line 2: The row has another number of cells than the heading.');
    expect(stdout).toContain('imported\tclient\tb');
  });

  it('refuses a folder without a dump, exit 2', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const { exit } = await run(await seededHome(), 'import', empty, '--from', 'companion');
    expect(exit).toBe(2);
  });
});
