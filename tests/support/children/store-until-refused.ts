import { writeSync } from 'node:fs';
import { asVaultError } from '../../../src/shared/vault-error.ts';
import { PASSWORD, call, field, openVaultAt, utf8 } from '../vault-fixture.ts';

/* Stores values until it is refused, and tells what had been acknowledged by then. */

const order = JSON.parse(process.argv[2] ?? '') as {
  readonly home: string;
  readonly marker: string;
};
const stored: [string, string][] = [];
let last = '';
try {
  const vault = openVaultAt(order.home);
  await vault.unlock({ password: utf8(PASSWORD) }, call());
  for (let i = 0; ; i += 1) {
    last = `full ${String(i)}`;
    const value = `${order.marker} ${last} ${'x'.repeat((i * 977) % 9000)}`;
    await vault.secrets.set({ name: last, fields: [field(value)] }, call());
    stored.push([last, value]);
  }
} catch (thrown) {
  const { code, hint } = asVaultError(thrown);
  writeSync(1, `${JSON.stringify({ say: 'refused', code, hint, stored, last })}\n`);
}
process.exit(0);
