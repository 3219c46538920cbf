import { writeSync } from 'node:fs';
import type { VaultApi } from '../../../src/core/api.ts';
import type { CallContext } from '../../../src/core/call.ts';
import { COST_FLOOR } from '../../../src/core/format/header.ts';
import { CrashPoints, type CrashPlan } from '../crash-points.ts';
import { PASSWORD, call, field, openVaultAt, utf8 } from '../vault-fixture.ts';
import {
  importBatch,
  passwordNumber,
  valueNumber,
  type WorkerAct,
  type WorkerOrder,
} from '../worker-order.ts';

/*
 * Does one kind of work on a vault again and again until somebody kills it. What is finished is told on standard
 * output, by a synchronous write, only after the promise of the act has resolved.
 */

const order = JSON.parse(process.argv[2] ?? '') as WorkerOrder;

function say(message: { readonly say: string; readonly [more: string]: unknown }): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}

function points(plan: CrashPlan): CrashPoints {
  const die = (): void => {
    process.kill(process.pid, 'SIGKILL');
    // The signal may take a moment; nothing else may happen in it.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
  };
  return new CrashPoints(plan, die, (what) => {
    say({ say: 'now', what });
  });
}

const crash = points(order.plan);

function open(iterations: number = COST_FLOOR.iterations): VaultApi {
  return openVaultAt(order.home, {
    targetCost: { ...COST_FLOOR, iterations },
    wrapStore: (store) => crash.store(store),
    wrapAudit: (storage) => crash.audit(storage),
  });
}

const password = utf8(PASSWORD);

async function unlocked(): Promise<VaultApi> {
  const vault = open();
  await vault.unlock({ password }, call());
  return vault;
}

function begin(): void {
  say({ say: 'ready' });
  crash.arm();
}

/** Runs one act and tells of it. */
async function act<R>(
  number: number,
  work: (context: CallContext) => Promise<R>,
  more: (result: R) => Readonly<Record<string, unknown>> = () => ({}),
): Promise<void> {
  const context = call();
  const result = await work(context);
  say({ say: 'done', number, correlationId: context.correlationId, ...more(result) });
}

async function again(work: (number: number) => Promise<void>): Promise<never> {
  for (let number = 1; ; number += 1) await work(number);
}

async function passwd(renewVaultKey: boolean): Promise<void> {
  const vault = await unlocked();
  begin();
  await again((number) =>
    act(number, (context) =>
      vault.changePassword(
        {
          current: utf8(passwordNumber(number - 1)),
          next: utf8(passwordNumber(number)),
          renewVaultKey,
        },
        context,
      ),
    ),
  );
}

const ACTS: Record<WorkerAct, () => Promise<void>> = {
  setup: async () => {
    begin();
    const vault = open();
    await act(1, (context) => vault.setup({ password }, context));
  },
  unlock: async () => {
    begin();
    await again(async (number) => {
      const vault = open();
      await act(number, (context) => vault.unlock({ password }, context));
      await vault.close();
    });
  },
  rewrap: async () => {
    begin();
    await again(async (number) => {
      const vault = open(COST_FLOOR.iterations + number);
      await act(
        number,
        (context) => vault.unlock({ password }, context),
        ({ rewrapped }) => ({ rewrapped }),
      );
      await vault.close();
    });
  },
  'passwd-keep': () => passwd(false),
  'passwd-renew': () => passwd(true),
  set: async () => {
    const vault = await unlocked();
    begin();
    await again((number) =>
      act(number, (context) => {
        const { name, value } = valueNumber(order.marker, number);
        return vault.secrets.set({ name, fields: [field(value)] }, context);
      }),
    );
  },
  import: async () => {
    const vault = await unlocked();
    begin();
    await again((number) =>
      act(number, (context) => {
        const entries = importBatch(order.marker, number).map(({ name, value }) => ({
          name,
          fields: [field(value)],
        }));
        return vault.secrets.importAll({ entries, dryRun: false }, context);
      }),
    );
  },
  migrate: async () => {
    const vault = open();
    begin();
    await again(async (number) => {
      await act(2 * number - 1, (context) => vault.unlock({ password }, context));
      await act(2 * number, (context) => vault.migrations.down({ to: order.schema }, context));
      await vault.lock('owner', call());
    });
  },
  repair: async () => {
    const vault = await unlocked();
    begin();
    await act(1, (context) => vault.repair({ password }, context));
  },
  audit: async () => {
    const vault = await unlocked();
    const { name } = valueNumber(order.marker, 0);
    begin();
    await again((number) =>
      number % 2 === 0
        ? act(number, (context) =>
            vault.secrets.withSecret({ name }, 'read', () => undefined, context),
          )
        : act(number, (context) =>
            vault.secrets.describe({ name: 'nothing' }, context).catch(() => undefined),
          ),
    );
  },
};

await ACTS[order.act]();
say({ say: 'finished' });
// Stays alive with the vault open, as a program would.
setInterval(() => undefined, 1000);
