import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argon2id } from '../../../../src/core/crypto/argon2id.ts';
import {
  readPythonStore,
  type PythonSecretRow,
  type PythonStoreRows,
} from '../../../../src/core/importers/python-store.ts';
import { asVaultError } from '../../../../src/shared/vault-error.ts';
import { readPythonStoreFile } from '../../../../src/store/read-python-store.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const PASSWORD = utf8('pässword');
const SALT = Buffer.alloc(16, 3);
const KEY = pbkdf2Sync(PASSWORD, SALT, 480_000, 32, 'sha256');
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1 };

async function phc(cost = CHEAP, length = 32, saltLength = 16): Promise<string> {
  const salt = Buffer.alloc(saltLength, 9);
  const hash = Buffer.from(await argon2id(PASSWORD, salt, cost, length));
  const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  const parameters = `m=${String(cost.memoryKiB)},t=${String(cost.passes)},p=${String(cost.lanes)}`;
  return `$argon2id$v=19$${parameters}$${base64(salt)}$${base64(hash)}`;
}

function token(value: Uint8Array): string {
  const iv = Buffer.alloc(16, 5);
  const cipher = createCipheriv('aes-128-cbc', KEY.subarray(16), iv);
  const text = Buffer.concat([cipher.update(value), cipher.final()]);
  const signed = Buffer.concat([Buffer.from([0x80]), Buffer.alloc(8), iv, text]);
  const mac = createHmac('sha256', KEY.subarray(0, 16)).update(signed).digest();
  const sealed = Buffer.concat([signed, mac]).toString('base64url');
  return sealed.padEnd(Math.ceil(sealed.length / 4) * 4, '=');
}

function row(
  keyName: string,
  value: Uint8Array,
  more: Partial<PythonSecretRow> = {},
): PythonSecretRow {
  return {
    keyName,
    encryptedValue: token(value),
    description: null,
    createdAt: null,
    updatedAt: null,
    ...more,
  };
}

async function store(...secrets: PythonSecretRow[]): Promise<PythonStoreRows> {
  return { passwordHash: await phc(), fernetSalt: `${SALT.toString('base64url')}==`, secrets };
}

async function codeOf(rows: PythonStoreRows, password = PASSWORD): Promise<string> {
  return readPythonStore(rows, password).then(
    () => 'read',
    (thrown: unknown) => asVaultError(thrown).code,
  );
}

describe("readPythonStore on the older program's own file", () => {
  const sample = readPythonStoreFile(
    new URL('../../../samples/python-store.db', import.meta.url).pathname,
  );

  it('imports eight of nine with values byte for byte, dates and descriptions, and names the damaged one', async () => {
    const { entries, problems } = await readPythonStore(
      sample,
      utf8('correct horse battery staple 9!'),
    );
    expect(problems).toEqual([{ name: 'damaged_row', code: 'record_corrupt' }]);
    const read = entries.map(({ name, kind, fields, metadata, createdAt, updatedAt }) => [
      name,
      kind,
      fields.map((field) => field.name).join(),
      Buffer.from(fields[0]?.value ?? []).toString('utf8'),
      metadata?.provider,
      metadata?.description,
      createdAt,
      updatedAt,
    ]);
    const at = (day: number, time = '08:00:00.000'): string => `2026-02-0${String(day)}T${time}Z`;
    const same = (day: number): string[] => [at(day), at(day)];
    expect(read).toEqual([
      [
        ...['ig_api_key', 'broker', 'value', 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678'],
        ...['ig', 'IG demo account', at(1, '09:31:00.000'), at(1, '09:31:00.000')],
      ],
      [
        ...['ig_password', 'broker', 'value', 'pä§§wörd mit Leerzeichen ', 'ig'],
        ...['IG login, trailing space matters', at(1, '09:31:10.123'), '2026-03-02T10:00:00.000Z'],
      ],
      [
        'openai_api_key',
        'llm',
        'value',
        `sk-proj-${'x7Q'.repeat(40)}`,
        'openai',
        undefined,
        ...same(2),
      ],
      [
        ...['anthropic_api_key', 'llm', 'value', `sk-ant-api03-${'Zy9'.repeat(30)}`],
        ...['anthropic', 'Claude for the research agent', ...same(3)],
      ],
      [
        ...['multi_line_pem', 'generic', 'value'],
        '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIDZz\n-----END PRIVATE KEY-----\n',
        ...[undefined, 'Ed25519 key of the order router', ...same(4)],
      ],
      [
        'emoji_日本',
        'generic',
        'value',
        '🔑🚀 値',
        undefined,
        'name and value outside ASCII',
        ...same(5),
      ],
      ['empty_value', 'generic', 'value', '', undefined, undefined, ...same(6)],
      [
        'long_value',
        'generic',
        'value',
        '0123456789abcdef'.repeat(1024),
        undefined,
        '16 KiB',
        ...same(7),
      ],
    ]);
  });

  it('refuses another password', async () => {
    for (const password of ['correct horse battery staple 9', '']) {
      expect(await codeOf(sample, utf8(password))).toBe('bad_password');
    }
  });
});

describe('readPythonStore', () => {
  it('reports each row that cannot be stored and keeps the others', async () => {
    const rows = await store(
      row('good', utf8('v')),
      row(' bad name', utf8('v')),
      row('', utf8('v')),
      row('too large', new Uint8Array(65_537)),
      row('binary', Uint8Array.of(0xff)),
      row('no token', utf8('v'), { encryptedValue: '' }),
      row('cut token', utf8('v'), { encryptedValue: token(utf8('v')).slice(0, -4) }),
      row('also good', utf8('w')),
    );
    const { entries, problems } = await readPythonStore(rows, PASSWORD);
    expect(entries.map(({ name }) => name)).toEqual(['good', 'also good']);
    expect(problems.map(({ name, code }) => [name, code])).toEqual([
      [' bad name', 'name_invalid'],
      ['', 'name_invalid'],
      ['too large', 'too_large'],
      ['binary', 'value_not_text'],
      ['no token', 'record_corrupt'],
      ['cut token', 'record_corrupt'],
    ]);
  });

  it('imports a row whose dates cannot be read, and says so', async () => {
    const rows = await store(
      row('a', utf8('v'), { createdAt: '2026-02-30', updatedAt: '2026-02-01' }),
    );
    const { entries, problems } = await readPythonStore(rows, PASSWORD);
    expect(entries.map(({ name, createdAt, updatedAt }) => [name, createdAt, updatedAt])).toEqual([
      ['a', undefined, undefined],
    ]);
    expect(problems).toEqual([expect.objectContaining({ name: 'a', code: 'invalid_input' })]);
  });

  it('takes the password as its bytes are', async () => {
    const rows = await store();
    expect(await codeOf(rows, utf8('pässword'))).toBe('read');
    expect(await codeOf(rows, utf8('pa\u0308ssword'))).toBe('bad_password');
  });

  it.each([
    ['another cost', { memoryKiB: 8, passes: 1, lanes: 1 }, 32, 16],
    ['several lanes', { memoryKiB: 128, passes: 2, lanes: 8 }, 32, 16],
    ['a short hash and salt', CHEAP, 16, 8],
    ['a long hash and salt', CHEAP, 64, 64],
  ])('checks a hash of %s', async (_, cost, length, saltLength) => {
    const rows = { ...(await store()), passwordHash: await phc(cost, length, saltLength) };
    expect(await codeOf(rows)).toBe('read');
    expect(await codeOf(rows, utf8('wrong'))).toBe('bad_password');
  });

  /** By argon2-cffi 25.1.0: hash_secret(password, bytes([9]) * 16, 2, 64, 1, 32, type). */
  const PYTHON_HASHES = {
    argon2i:
      '$argon2i$v=19$m=64,t=2,p=1$CQkJCQkJCQkJCQkJCQkJCQ$gq1ozlVnNAONrAbjoJNPTDmcVYfD7CNVogHCQlylfEc',
    argon2d:
      '$argon2d$v=19$m=64,t=2,p=1$CQkJCQkJCQkJCQkJCQkJCQ$DJvrhl6Xn5HcQiG5Vk7fQ/9PZdvkuQYKIVUvvlppyJg',
    argon2id:
      '$argon2id$v=19$m=64,t=2,p=1$CQkJCQkJCQkJCQkJCQkJCQ$yaluOpzjRg9Rh9MN/xDz8EJcc4lqe8Tml7haPwnFgR4',
  };
  it.each(Object.entries(PYTHON_HASHES))('checks an %s hash of argon2-cffi', async (_, hash) => {
    const rows = { ...(await store()), passwordHash: hash };
    expect(await codeOf(rows)).toBe('read');
    expect(await codeOf(rows, utf8('wrong'))).toBe('bad_password');
  });

  const good =
    '$argon2id$v=19$m=64,t=1,p=1$CQkJCQkJCQkJCQkJCQkJCQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  it.each([
    ['memory above the ceiling', good.replace('m=64', 'm=1048577')],
    ['memory that would take all there is', good.replace('m=64', 'm=999999999')],
    ['passes above the ceiling', good.replace('t=1', 't=17')],
    ['lanes above the ceiling', good.replace('p=1', 'p=9').replace('m=64', 'm=128')],
    ['no passes', good.replace('t=1', 't=0')],
    ['no lanes', good.replace('p=1', 'p=0')],
    ['less memory than its lanes need', good.replace('m=64', 'm=7')],
    ['numbers that are too long', good.replace('m=64', 'm=9999999999')],
    ['a negative number', good.replace('m=64', 'm=-64')],
    ['another type', good.replace('argon2id', 'argon2x')],
    ['another version', good.replace('v=19', 'v=18')],
    ['no version', good.replace('$v=19', '')],
    ['another order', good.replace('m=64,t=1', 't=1,m=64')],
    ['loose bits in the salt', good.replace('CQ$A', 'CR$A')],
    ['loose bits in the hash', `${good.slice(0, -1)}B`],
    ['an impossible length of base64', `${good}A==`.replace('A==', 'AA')],
    ['a newline behind it', `${good}\n`],
    ['bcrypt', '$2b$12$abcdefghijklmnopqrstuv'],
    ['nothing', ''],
  ])('refuses a hash with %s before any work is done', async (_, passwordHash) => {
    const rows = { ...(await store()), passwordHash };
    const start = process.hrtime.bigint();
    expect(await codeOf(rows)).toBe('invalid_input');
    // The least Argon2 run at a ceiling takes seconds.
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(500);
  });

  it('runs the hash on which those are variations', async () => {
    expect(await codeOf({ ...(await store()), passwordHash: good })).toBe('bad_password');
  });

  it.each([
    ['nothing', ''],
    ['15 bytes', Buffer.alloc(15).toString('base64url')],
    ['17 bytes', `${Buffer.alloc(17).toString('base64url')}=`],
    ['no padding', SALT.toString('base64url')],
    ['another alphabet', Buffer.alloc(16, 0xff).toString('base64')],
  ])('refuses a salt of %s', async (_, fernetSalt) => {
    expect(await codeOf({ ...(await store()), fernetSalt })).toBe('invalid_input');
  });

  it('throws nothing but a VaultError, whatever the texts', async () => {
    const rows = await store();
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(good, rows.fernetSalt, ''),
    );
    const secret = fc.record({
      keyName: text,
      encryptedValue: text,
      description: fc.option(text),
      createdAt: fc.option(text),
      updatedAt: fc.option(text),
    });
    const any = fc.record({ passwordHash: text, fernetSalt: text, secrets: fc.array(secret) });
    await fc.assert(
      fc.asyncProperty(any, fc.uint8Array(), async (content, password) => {
        expect(['invalid_input', 'bad_password']).toContain(await codeOf(content, password));
      }),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(secret, { maxLength: 4 }), async (secrets) => {
        const { entries, problems } = await readPythonStore({ ...rows, secrets }, PASSWORD);
        expect(entries).toEqual([]);
        expect(problems.map(({ code }) => code)).toEqual(secrets.map(() => 'record_corrupt'));
      }),
      { numRuns: 8 },
    );
  });
});
