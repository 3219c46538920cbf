import { describe, expect, it } from 'vitest';
import { errorsDoc } from '../../scripts/make-errors-doc.ts';
import { SETTINGS } from '../../src/core/settings/definitions.ts';
import { ERRORS, type ErrorRow } from '../../src/shared/errors.ts';
import { filesUnder, projectFiles, readProjectFile } from './project-files.ts';

const source = filesUnder(['src'], ['.ts', '.tsx']).map((name) => ({
  name,
  text: readProjectFile(name),
}));

/** First cells of the rows of every table under a heading, without their backquotes. */
function firstCells(document: string, heading: string): string[] {
  const section = document.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? '');
}

/** The texts of a union of strings, as its declaration spells them. */
function textsOfType(file: string, type: string): string[] {
  const declaration = new RegExp(`export type ${type} =([^;]*);`).exec(readProjectFile(file))?.[1];
  return [...(declaration ?? '').matchAll(/'([a-z_]+)'/g)].map((match) => match[1] ?? '');
}

describe('docs/errors.md', () => {
  it('is what `npm run docs` makes of the table', () => {
    expect(readProjectFile('docs/errors.md')).toBe(errorsDoc());
  });

  it('explains every exit code that the table uses', () => {
    const used = new Set(Object.values<ErrorRow>(ERRORS).map(({ exit }) => exit));
    for (const exit of used) expect(errorsDoc()).toMatch(new RegExp(`^\\| ${exit} \\| \\S`, 'm'));
  });
});

describe('error codes', () => {
  const thrown = new Set(
    source.flatMap(({ text }) =>
      [...text.matchAll(/new (?:Vault|Authentication)Error\(\s*'([a-z_]+)'/g)].map(
        (match) => match[1] ?? '',
      ),
    ),
  );
  const tests = filesUnder(['tests'], ['.ts'])
    .filter((name) => !name.startsWith('tests/architecture/') && !name.endsWith('errors.test.ts'))
    .map(readProjectFile)
    .join('\n');
  const help = readProjectFile('docs/troubleshooting.md');

  it.each([...thrown].sort())('%s is asserted by a test', (code) => {
    expect(tests.includes(`'${code}'`)).toBe(true);
  });

  it.each([...thrown].sort())('%s has its paragraph in docs/troubleshooting.md', (code) => {
    expect(help).toContain(`\`${code}\``);
  });
});

/** Columns and files with a dot in their name. */
const NOT_EVENTS = ['secret.meta', 'secret.value', 'vault.db', 'audit.jsonl', 'profile.md'];

describe('docs/logging.md', () => {
  const document = readProjectFile('docs/logging.md');
  const listed = firstCells(document, 'Events');
  // The page, its texts and the calls over the owner's socket have names of the same form; none of them writes to the log.
  const writers = source.filter(
    ({ name }) => !/^src\/(renderer|shared\/messages|gateway\/owner|cli)\//.test(name),
  );
  const written = writers
    .flatMap(({ text }) => [
      ...text.matchAll(
        /'((?:vault|secret|settings|audit|tamper|client|key|grant|access|conversation|turn|retention|memory|profile|search|token|session|plan|usage|gateway|ipc|page)\.[a-z_]+)'/g,
      ),
      ...text.matchAll(/\bevent\s*[:=]\s*'([a-z_]+\.[a-z_]+)'/g),
    ])
    .map((match) => match[1] ?? '')
    .filter((name) => !NOT_EVENTS.includes(name) && !Object.hasOwn(SETTINGS, name));
  const composed = writers.flatMap(({ text }) =>
    [...text.matchAll(/`(vault|secret|settings|audit|tamper)\.\$\{(\w+)\}`/g)].map(
      ([, room = '', what = '']) => ({ room, what }),
    ),
  );
  /** What a composed event name can end in, read from the type it is made of. */
  const endings: Readonly<Record<string, readonly string[]>> = {
    purpose: textsOfType('src/core/call.ts', 'Purpose'),
    notice: textsOfType('src/shared/model.ts', 'UnlockNotice').filter((it) => it !== 'tampered'),
  };
  const expanded = composed.flatMap(({ room, what }) =>
    (endings[what] ?? ['?']).map((ending) => `${room}.${ending}`),
  );
  const all = [...new Set([...written, ...expanded])].sort();

  it.each(all)('lists %s', (event) => {
    expect(listed).toContain(event);
  });

  it('lists no event that nothing writes', () => {
    expect(listed.filter((event) => !all.includes(event))).toEqual([]);
  });

  it('lists each event once', () => {
    expect(listed.length).toBeGreaterThan(0);
    expect(listed).toEqual([...new Set(listed)]);
  });
});

describe('links between documents', () => {
  const documents = projectFiles().filter((name) => name.endsWith('.md'));

  it.each(documents)('%s points at files that are there', (name) => {
    const folder = name.includes('/') ? name.slice(0, name.lastIndexOf('/') + 1) : '';
    const targets = [...readProjectFile(name).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)];
    const missing = targets
      .map((match) => new URL(`${folder}${match[1] ?? ''}`, 'file:///').pathname.slice(1))
      .filter(
        (target) => !projectFiles().some((file) => file === target || file.startsWith(target)),
      );
    expect(missing).toEqual([]);
  });
});

describe('docs/lineage.md', () => {
  const text = readProjectFile('docs/lineage.md');

  it('names only files and folders that are there', () => {
    const named = [...text.matchAll(/`((?:tests|src|docs|migrations|bin)\/[\w./-]*)`/g)];
    const files = projectFiles();
    const missing = named
      .map((match) => (match[1] ?? '').replace(/\/$/, ''))
      .filter((path) => !files.some((file) => file === path || file.startsWith(`${path}/`)));
    expect([...new Set(missing)]).toEqual([]);
  });

  it('quotes only tests that are in their file', () => {
    const quoted = [...text.matchAll(/`(tests\/[\w./-]+)` "([^"]+)"/g)];
    expect(quoted.length).toBeGreaterThan(40);
    const missing = quoted.filter(
      ([, file = '', title = '']) => !readProjectFile(file).includes(title),
    );
    expect(missing.map(([whole]) => whole)).toEqual([]);
  });

  it('has a test or the word coming in every row', () => {
    const rows = text.split('\n').filter((line) => /^\| (?:c?\d|d\d)/.test(line));
    expect(rows.length).toBeGreaterThan(130);
    const cells = rows.map((row) => row.split(/(?<!\\) \| /));
    expect(cells.filter((row) => row.length !== 5)).toEqual([]);
    const proof = /^(?:coming|see below|`(?:tests\/|npm test))/;
    expect(cells.filter((row) => !proof.test(row[3] ?? '')).map(([id]) => id)).toEqual([]);
  });
});
