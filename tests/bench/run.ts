import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCli } from './cli-bench.ts';
import { benchGateway } from './gateway-bench.ts';
import { RUNS, type Finding } from './measure.ts';
import { benchSearch } from './search-bench.ts';
import { seedVault } from './seed-vault.ts';
import { benchGet, benchList, benchUnlock, benchWrite } from './vault-bench.ts';
import { benchWindow } from './window-bench.ts';

/*
 * Speed as ratios within one run, for absolute times differ between machines. Prints a table, writes
 * bench/results.json, and exits with 1 if a figure is beyond its limit.
 */
const folder = mkdtempSync(join(tmpdir(), 'strongroom-bench-'));
try {
  const homes = { h100: join(folder, '100'), h1k: join(folder, '1k'), h10k: join(folder, '10k') };
  await seedVault(homes.h100, 100);
  await seedVault(homes.h1k, 1000);
  await seedVault(homes.h10k, 10_000);
  const findings = [
    ...(await benchUnlock(homes)),
    ...(await benchGet(homes, folder)),
    ...(await benchList(homes)),
    ...(await benchWrite(homes)),
    ...(await benchCli(homes, folder)),
    ...(await benchGateway(homes, folder)),
    ...(await benchWindow(homes)),
    ...(await benchSearch(folder)),
  ];
  report(findings);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function report(findings: readonly Finding[]): void {
  const rows = findings.map((finding) => ({
    what: finding.name,
    measured: `${finding.measured.toFixed(2)} ${finding.unit}`,
    limit: `${String(finding.limit)} ${finding.unit}`,
    held: finding.measured <= finding.limit ? 'yes' : 'NO',
    detail: finding.detail,
  }));
  console.table(rows);
  const results = { runs: RUNS, node: process.version, findings };
  const place = join(import.meta.dirname, '../../bench');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  if (rows.some(({ held }) => held === 'NO')) process.exitCode = 1;
}
