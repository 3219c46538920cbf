import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PASSWORD } from '../support/vault-fixture.ts';
import { ms, takeTurns, type Finding } from './measure.ts';
import { bareKeyPath, type Homes } from './vault-bench.ts';
import { secretName } from './seed-vault.ts';

const CLI = join(import.meta.dirname, '../../dist/cli/main.js');

/** Runs Node with these arguments and variables besides its own. */
export async function runNode(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, ...env } });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${args.join(' ')}: exit ${String(code)}`);
}

function run(home: string, args: readonly string[]): Promise<void> {
  return runNode(args, { STRONGROOM_HOME: home });
}

/** The greatest resident size of a run, in MiB; null where /proc does not tell. */
async function peakMemoryMiB(home: string, args: readonly string[]): Promise<number | null> {
  if (!existsSync('/proc/self/status')) return null;
  const child = spawn(process.execPath, args, {
    stdio: 'ignore',
    env: { ...process.env, STRONGROOM_HOME: home },
  });
  let peakKiB = 0;
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8');
      const found = /^VmHWM:\s+(\d+) kB$/m.exec(status);
      peakKiB = Math.max(peakKiB, Number(found?.[1] ?? 0));
    } catch {
      // The process has ended between two looks.
    }
  }, 2);
  await once(child, 'exit');
  clearInterval(look);
  return peakKiB / 1024;
}

/** The built command line, process start included. */
export async function benchCli(homes: Homes, folder: string): Promise<Finding[]> {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  const getArgs = [CLI, 'get', secretName(7), '--password-file', passwordFile];
  const medians = await takeTurns({
    node: () => run(homes.h1k, ['-e', '0']),
    status: () => run(homes.h1k, [CLI, 'status']),
    keyPath: bareKeyPath(homes.h1k),
    get: () => run(homes.h1k, getArgs),
  });
  const peak = await peakMemoryMiB(homes.h1k, getArgs);
  return [
    {
      name: 'strongroom status against `node -e 0`',
      unit: 'x',
      measured: medians.status / medians.node,
      limit: 3,
      detail: `${ms(medians.status)}, ${ms(medians.node)}`,
    },
    {
      name: 'strongroom get beyond the bare key path',
      unit: 'ms',
      measured: medians.get - medians.keyPath,
      limit: 120,
      detail: `${ms(medians.get)}, key path ${ms(medians.keyPath)}`,
    },
    ...(peak === null
      ? []
      : [
          {
            name: 'strongroom get, peak memory',
            unit: 'MiB' as const,
            measured: peak,
            limit: 250,
            detail: '128 MiB of it are Argon2id',
          },
        ]),
  ];
}
