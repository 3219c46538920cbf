import { readSync, writeSync } from 'node:fs';
import type { StoreTransaction } from '../../../src/core/ports.ts';
import { PASSWORD, call, field, openVaultAt, utf8 } from '../vault-fixture.ts';

/* Owns a vault file in one of several ways until it is killed or told to let go. */

interface Order {
  readonly home: string;
  readonly stage: 'idle' | 'locked-log' | 'unlocked' | 'transaction';
  readonly marker: string;
}

const order = JSON.parse(process.argv[2] ?? '') as Order;

/** Tells that the file is held and waits, blocking, for a line. */
function hold(): void {
  writeSync(1, `${JSON.stringify({ say: 'holding' })}\n`);
  readSync(0, new Uint8Array(64));
}

const held = { inTransaction: false };

const vault = openVaultAt(order.home, {
  wrapStore: (store) =>
    new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (name === 'transaction') {
          return <R>(write: (tx: StoreTransaction) => R): R =>
            target.transaction((tx) => {
              const result = write(tx);
              if (held.inTransaction) hold();
              return result;
            });
        }
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    }),
});
if (order.stage === 'locked-log') await vault.secrets.list(call()).catch(() => undefined);
if (order.stage === 'unlocked' || order.stage === 'transaction') {
  await vault.unlock({ password: utf8(PASSWORD) }, call());
}
if (order.stage === 'transaction') {
  held.inTransaction = true;
  await vault.secrets.set({ name: 'half done', fields: [field(order.marker)] }, call());
} else {
  hold();
}
await vault.close();
process.exit(0);
