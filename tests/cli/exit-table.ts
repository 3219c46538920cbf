import { ERRORS } from '../../src/shared/errors.ts';

/** The table of docs/cli.md: exit code → codes, made from the one table in src/shared/errors.ts. */
export function exitTable(): string {
  const byExit = new Map<number, string[]>();
  for (const [code, { exit }] of Object.entries(ERRORS)) {
    byExit.set(exit, [...(byExit.get(exit) ?? []), `\`${code}\``]);
  }
  const rows = [...byExit]
    .sort(([a], [b]) => a - b)
    .map(([exit, codes]) => `| ${exit} | ${codes.join(', ')} |`);
  return ['| exit | codes |', '| --- | --- |', ...rows].join('\n');
}
