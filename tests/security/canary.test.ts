import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vaultPaths } from '../../src/runtime/paths.ts';
import { filesBelow, markersIn, plaintextBelow } from '../support/find-plaintext.ts';
import { runCli, type Printed } from '../support/in-process-cli.ts';
import { FAULT_TIMEOUT_MS } from '../support/seeded-random.ts';
import { call, emptyHome, openVaultAt, removeHomes, utf8 } from '../support/vault-fixture.ts';

/*
 * Everything an owner may hand to a vault carries a mark of its own; every command and every call is used, well and
 * badly; then no mark may lie in any file of the folder, in any spelling, nor in anything that was printed, save where
 * the owner asked for it.
 */

const mark = (what: string): string => `cnry-${what}-${randomBytes(6).toString('hex')}`;

const SECRET = {
  value: mark('value'),
  older: mark('older'),
  field: mark('field'),
  long: mark('long'),
  imported: mark('imported'),
  json: mark('json'),
  seed: 'CNRYSEEDMFRGGZDFMZTWQ2LK',
  refused: mark('refused'),
  password: mark('password'),
  newPassword: mark('newpass'),
  wrongPassword: mark('wrong'),
};
const PRIVATE = {
  name: mark('name'),
  renamed: mark('renamed'),
  missing: mark('missing'),
  fieldName: mark('fieldname'),
  description: mark('note'),
  tag: mark('tag'),
  account: mark('account'),
  provider: mark('provider'),
  environment: mark('environment'),
  url: mark('url'),
  dotenvName: 'CNRY_DOTENV_7d1e55',
  jsonName: mark('jsonname'),
};
const SECRETS = Object.values(SECRET);
const EVERYTHING = [...SECRETS, ...Object.values(PRIVATE)];

const home = emptyHome();
const outside = emptyHome();
const printed: Printed[] = [];

function file(name: string, content: string): string {
  const path = join(outside, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

const password = file('password', SECRET.password);
const wrong = file('wrong', SECRET.wrongPassword);

async function cli(args: readonly string[], stdin: string | Uint8Array = ''): Promise<Printed> {
  const one = await runCli(home, args, stdin);
  printed.push(one);
  return one;
}

const open = ['--password-file', password] as const;
const opened = (args: readonly string[], stdin: string | Uint8Array = ''): Promise<Printed> =>
  cli([...args, ...open], stdin);

async function storeEverything(): Promise<void> {
  await cli(['init', '--new-password-file', password]);
  await opened(['set', PRIVATE.name], SECRET.older);
  await opened(
    [
      ...['set', PRIVATE.name, '--description', PRIVATE.description, '--tag', PRIVATE.tag],
      ...['--account', PRIVATE.account, '--provider', PRIVATE.provider],
      ...['--environment', PRIVATE.environment, '--url', `https://${PRIVATE.url}.example/`],
    ],
    SECRET.value,
  );
  await opened(['set', PRIVATE.name, '--field', PRIVATE.fieldName], SECRET.field);
  await opened(['set', PRIVATE.name, '--totp'], `otpauth://totp/x?secret=${SECRET.seed}`);
  await opened(['set', `${PRIVATE.name} long`], `${SECRET.long} ${'.'.repeat(30_000)}`);
  await opened([
    'import',
    file('.env', `${PRIVATE.dotenvName}=${SECRET.imported}\n`),
    '--from',
    'dotenv',
  ]);
  const json = JSON.stringify({ [PRIVATE.jsonName]: SECRET.json });
  await opened(['import', file('import.json', json), '--from', 'json']);
}

async function useEverything(): Promise<void> {
  await cli(['status']);
  await cli(['welcome']);
  await cli(['lock']);
  await opened(['unlock']);
  await opened(['ls', '--json']);
  await opened(['get', PRIVATE.name]);
  await opened(['totp', PRIVATE.name]);
  await opened(['history', PRIVATE.name]);
  await opened(['restore', PRIVATE.name, '--version', '1']);
  await opened(['settings', 'ls']);
  await opened(['rename', PRIVATE.name, PRIVATE.renamed]);
  await opened(['rename', PRIVATE.renamed, PRIVATE.name]);
  await opened(['audit', 'verify']);
  await cli(['audit']);
  await opened(['doctor']);
  await cli(['migrate', 'status']);
  await opened(['migrate', 'down', '--to', '2', '--yes']);
}

/** Every way to be refused that a command line has, with a mark wherever one can stand. */
async function beRefused(): Promise<void> {
  await opened(['get', PRIVATE.missing]);
  await opened(['get', PRIVATE.name, '--field', PRIVATE.missing]);
  await opened(['set', PRIVATE.name, SECRET.refused], SECRET.refused);
  await opened(['set', `${PRIVATE.missing}\n`], SECRET.refused);
  await opened(['set', PRIVATE.name], Buffer.concat([utf8(SECRET.refused), Buffer.of(0xff)]));
  await opened(['set', PRIVATE.name, '--totp'], `otpauth://hotp/x?secret=${SECRET.seed}`);
  await opened(['set', PRIVATE.name, '--field', `${PRIVATE.missing} !`], SECRET.refused);
  await opened(['set', PRIVATE.name], SECRET.refused.repeat(8000));
  await opened(['rename', PRIVATE.name, `${PRIVATE.name} LONG`]);
  await opened(['rm', PRIVATE.missing, '--yes']);
  await opened(['restore', PRIVATE.name, '--version', '77']);
  await opened(['totp', `${PRIVATE.name} long`]);
  await opened(['settings', 'set', PRIVATE.missing, SECRET.refused]);
  await opened([
    'import',
    file('bad.json', `{"${SECRET.refused}": [${SECRET.refused}`),
    '--from',
    'json',
  ]);
  await opened([
    'import',
    file('bad.env', `1=${SECRET.refused}\n'${SECRET.refused}`),
    '--from',
    'dotenv',
  ]);
  await cli(['init', '--new-password-file', password]);
  await opened(['passwd', '--new-password-file', password, '--keep-vault-key']);
  await cli(['get', PRIVATE.name, '--password-file', wrong]);
  await cli(['get', PRIVATE.name, '--password-file', join(outside, PRIVATE.missing)]);
  await cli(['get', '--json', PRIVATE.name, '--password-file', file('empty', '')]);
  await cli([PRIVATE.missing, SECRET.refused]);
  await cli(['ls', `--${SECRET.refused}`]);
}

beforeAll(async () => {
  await storeEverything();
  await useEverything();
  await beRefused();
}, FAULT_TIMEOUT_MS);

afterAll(removeHomes);

/** Every line that was printed and holds one of these marks, with the command's first word. */
function leaks(
  part: 'stdout' | 'stderr',
  marks: readonly string[],
  which: (one: Printed) => boolean = () => true,
): string[] {
  return printed
    .filter(which)
    .flatMap((one) =>
      markersIn(utf8(one[part]), marks).map((hit) => `${String(one.args[0])}: ${hit}`),
    );
}

describe('what was marked', { timeout: FAULT_TIMEOUT_MS }, () => {
  it('is found by this search where it is', async () => {
    const planted = emptyHome();
    mkdirSync(join(planted, 'deep'));
    const { value } = SECRET;
    for (const encoding of ['utf8', 'utf16le', 'hex', 'base64', 'base64url'] as const) {
      for (const before of ['', 'a', 'bc']) {
        const bytes = Buffer.from(`${before}${value}!`);
        const text =
          encoding === 'utf16le'
            ? Buffer.from(bytes.toString(), 'utf16le')
            : bytes.toString(encoding);
        writeFileSync(join(planted, 'deep', 'file'), text);
        expect(plaintextBelow(planted, [value]), `${encoding} after ${before}`).not.toEqual([]);
      }
    }
    expect(
      printed.some(({ args, stdout }) => args[0] === 'get' && stdout === `${SECRET.value}\n`),
    ).toBe(true);
    expect(leaks('stdout', [PRIVATE.name, PRIVATE.tag])).not.toEqual([]);
  });

  it('was taken and refused as this test means it', () => {
    const refused = printed.filter(({ exit }) => exit !== 0).length;
    expect(printed.filter(({ exit }) => exit === 0).length).toBeGreaterThan(22);
    expect(refused).toBeGreaterThan(18);
  });

  it('lies in no file of a closed vault, in no spelling', () => {
    expect(filesBelow(home).length).toBeGreaterThan(3);
    expect(plaintextBelow(home, EVERYTHING)).toEqual([]);
  });

  it('as a secret is printed by `get` alone', () => {
    expect(leaks('stdout', SECRETS, ({ args }) => args[0] !== 'get')).toEqual([]);
    expect(leaks('stderr', SECRETS)).toEqual([]);
  });

  it('stands in no refusal', () => {
    const isRefusal = ({ exit, args }: Printed): boolean => exit !== 0 && args[0] !== 'import';
    expect(leaks('stderr', EVERYTHING, isRefusal)).toEqual([]);
    expect(leaks('stdout', EVERYTHING, isRefusal)).toEqual([]);
  });

  it('lies in no file while the vault is open, after a removal, or after the vault key was renewed', async () => {
    const vault = openVaultAt(home);
    await vault.unlock({ password: utf8(SECRET.password) }, call());
    for (const value of [SECRET.value, SECRET.older]) {
      await vault.secrets.set(
        { name: PRIVATE.name, fields: [{ name: 'value', value: utf8(value) }] },
        call(),
      );
    }
    expect(filesBelow(home)).toContain(`${vaultPaths(home).database}-wal`);
    expect(plaintextBelow(home, EVERYTHING)).toEqual([]);

    await vault.secrets.remove({ name: PRIVATE.name }, call());
    expect(plaintextBelow(home, EVERYTHING)).toEqual([]);

    await vault.changePassword(
      {
        current: utf8(SECRET.password),
        next: utf8(SECRET.newPassword),
        renewVaultKey: true,
      },
      call(),
    );
    expect(plaintextBelow(home, EVERYTHING)).toEqual([]);
    await vault.close();
    expect(plaintextBelow(home, EVERYTHING)).toEqual([]);
  });
});
