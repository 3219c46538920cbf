import type { Command } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeAll } from '../../src/cli/program.ts';
import { ERRORS, type ErrorCode } from '../../src/shared/errors.ts';
import { filesUnder, projectFiles, readProjectFile } from './project-files.ts';

/** Documents for people who use the program. Decisions and the changelog speak of other times as well. */
const DOCUMENTS = projectFiles().filter((name) =>
  /^(?:README|SECURITY|CONTRIBUTING|ARCHITECTURE)\.md$|^docs\/[\w-]+\.md$/.test(name),
);

/** What stands in code, inline or in a block: each line of it that calls the command line. */
function callsIn(text: string): string[] {
  const code = [...text.matchAll(/^```[^\n]*\n([^]*?)^```|`([^`\n]+)`/gm)];
  const lines = code.flatMap(([, block, inline]) => (block ?? inline ?? '').split('\n'));
  return lines.flatMap((line) =>
    [...line.matchAll(/(?<![\w./-])strongroom ((?:[a-z]|--[a-z])[^|#()&;]*)/g)].map(
      ([, call = '']) => call,
    ),
  );
}

/** What a call names that is not there: its command, the word after it, or an option. */
function unknownIn(program: Command, call: string): string[] {
  const [own = ''] = call.split(' -- ');
  const words = own.trim().split(/\s+/);
  let command = program;
  for (const word of words) {
    const next = command.commands.find((child) => child.name() === word);
    if (next === undefined) {
      const isMissing = command.commands.length > 0 && /^[a-z][a-z-]*$/.test(word);
      if (isMissing && word !== 'help') return [`${command.name()} ${word}`];
      break;
    }
    command = next;
  }
  const known = new Set(
    [program, command].flatMap(({ options }) => options.map(({ long }) => long)),
  );
  const flags = words.flatMap((word) => /^\[?(--[a-z][\w-]*)/.exec(word)?.[1] ?? []);
  return flags
    .filter((flag) => flag !== '--help' && !known.has(flag))
    .map((flag) => `${command.name()} ${flag}`);
}

describe('commands in documents', () => {
  let program: Command;
  beforeAll(async () => {
    program = await describeAll();
  });

  it('are found by this test', () => {
    expect(DOCUMENTS.length).toBeGreaterThan(12);
    expect(callsIn('`strongroom ls` and\n```sh\nnpx strongroom run --env A=b -- c\n```\n')).toEqual(
      ['ls', 'run --env A=b -- c'],
    );
    const calls = ['ls', 'nope', 'chat nope x', 'audit --correlation x', 'run -- c --nope'];
    expect(calls.flatMap((call) => unknownIn(program, call))).toEqual([
      'strongroom nope',
      'chat nope',
      'audit --correlation',
    ]);
  });

  it.each(DOCUMENTS)('of %s exist, with every option', (name) => {
    const calls = callsIn(readProjectFile(name));
    expect(calls.flatMap((call) => unknownIn(program, call))).toEqual([]);
  });
});

describe('refusals of the gateway', () => {
  const refused = filesUnder(['src/gateway'], ['.ts']).flatMap((name) =>
    [...readProjectFile(name).matchAll(/\bcode: '([a-z_]+)'|VaultError\('([a-z_]+)'/g)].map(
      ([, refusal, thrown]) => (refusal ?? thrown ?? '') as ErrorCode,
    ),
  );
  const codes = [...new Set(refused)].filter((code) => ERRORS[code].http !== null).sort();

  it.each(['docs/gateway.md', 'docs/troubleshooting.md'])('are in the table of %s', (name) => {
    expect(codes.length).toBeGreaterThan(8);
    const rows = readProjectFile(name)
      .split('\n')
      .filter((line) => /^\| \d{3}/.test(line));
    const missing = codes.filter((code) => {
      const { http } = ERRORS[code];
      return !rows.some((row) => row.includes(`\`${code}\``) && row.includes(String(http)));
    });
    expect(missing).toEqual([]);
  });
});

describe('decisions', () => {
  it('are listed, each under its own title, in their order', () => {
    const files = filesUnder(['docs/decisions'], ['.md']).filter((name) => /\/\d{4}-/.test(name));
    const list = readProjectFile('docs/decisions/README.md');
    const listed = [...list.matchAll(/^\| \[(\d{4})\]\(([\w-]+\.md)\)/gm)];
    expect(listed.map(([, , file]) => `docs/decisions/${file ?? ''}`)).toEqual(files.sort());
    for (const [, number = '', file = ''] of listed) {
      expect(readProjectFile(`docs/decisions/${file}`)).toMatch(new RegExp(`^# ${number} \\S`));
    }
  });
});
