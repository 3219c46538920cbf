import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram, describeAll } from '../../src/cli/program.ts';
import { SETTINGS } from '../../src/core/settings/definitions.ts';
import { exitTable } from './exit-table.ts';

const text = readFileSync(resolve(import.meta.dirname, '..', '..', 'docs', 'cli.md'), 'utf8');

function withCommands(command: Command): Command[] {
  const visible = command.createHelp().visibleCommands(command);
  return [command, ...visible.filter((child) => child.name() !== 'help').flatMap(withCommands)];
}

function pathOf(command: Command): string {
  const { parent } = command;
  const isTop = parent === null || parent.parent === null;
  return isTop ? command.name() : `${pathOf(parent)} ${command.name()}`;
}

describe('docs/cli.md', () => {
  it('has the exit code of every error code', () => {
    const compact = (table: string): string => table.replaceAll(/ +/g, ' ').replaceAll(/-+/g, '-');
    expect(compact(text)).toContain(`\n${compact(exitTable())}\n`);
  });

  it('shows an example of every command and of every word after it', async () => {
    const [, ...commands] = withCommands(await describeAll());
    expect(commands.length).toBeGreaterThan(20);
    const missing = commands.map(pathOf).filter((path) => !text.includes(`strongroom ${path}`));
    expect(missing).toEqual([]);
  });

  it('names every option', async () => {
    const flags = withCommands(await describeAll()).flatMap((command) =>
      command.options.map(({ long }) => long ?? ''),
    );
    const own = new Set(flags.filter((flag) => flag !== '--version'));
    expect([...own].filter((flag) => !text.includes(flag))).toEqual([]);
  });

  it('has every setting in its table, with its default', () => {
    const rows = [...text.matchAll(/^\| `([a-z]+\.[a-z_]+)` \| ([^ |]+) \|/gm)];
    expect(rows.map(([, name, value]) => [name, value])).toEqual(
      Object.entries(SETTINGS).map(([name, setting]) => [name, String(setting.default)]),
    );
  });

  it('names no command that does not exist', () => {
    const program = buildProgram(
      async () => Promise.resolve(),
      () => undefined,
      () => '',
    );
    const known = new Set([...program.commands.map((command) => command.name()), 'help']);
    const used = [...text.matchAll(/^(?:.*[|(] ?)?strongroom ([a-z]+)/gm)].map(
      ([, name]) => name ?? '',
    );
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });
});
