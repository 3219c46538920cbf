import Sqlite from 'better-sqlite3';
import { writeSync } from 'node:fs';
import { openRuntime } from '../../../src/runtime/create-runtime.ts';
import { asVaultError } from '../../../src/shared/vault-error.ts';
import { PASSWORD, call, utf8 } from '../vault-fixture.ts';

/* Becomes another user, opens a vault and tries to unlock it; tells how that went. */

const order = JSON.parse(process.argv[2] ?? '') as { readonly home: string; readonly uid: number };

// Loaded while they still may be: a program's own files are not what this is about.
await import('typeorm');
await import('argon2');
new Sqlite(':memory:').close();
process.setgroups?.([]);
process.setgid?.(order.uid);
process.setuid?.(order.uid);

function refusal(thrown: unknown): Readonly<Record<string, unknown>> {
  const { code, hint } = asVaultError(thrown);
  return { code, hint };
}

async function attempt(): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { vault, close } = await openRuntime({ home: order.home, create: false });
    const status: unknown = await Promise.resolve()
      .then(() => vault.status())
      .catch(refusal);
    const unlock: unknown = await vault.unlock({ password: utf8(PASSWORD) }, call()).catch(refusal);
    await close();
    return { open: 'ok', status, unlock };
  } catch (thrown) {
    return { open: refusal(thrown) };
  }
}

writeSync(1, `${JSON.stringify({ say: 'outcome', ...(await attempt()) })}\n`);
process.exit(0);
