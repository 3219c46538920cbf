import { homedir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, filesUnder, projectFiles, readProjectFile } from './project-files.ts';

const BINARY = new Set(['.db', '.png', '.ico', '.icns', '.bin', '.woff2', '.gz']);
const CODE = ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.py'];
const SPOILED_NAMES = /(^|-)(utils?|helpers?|managers?|services?|common|misc)(-|\.|$)/;

const lineCount = (name: string): number => readProjectFile(name).split('\n').length - 1;

describe('source files', () => {
  const source = filesUnder(['src', 'migrations'], ['.ts', '.tsx']);

  it('are at most 400 lines long, tests and scripts too', () => {
    const folders = ['src', 'migrations', 'tests', 'scripts', 'bin'];
    expect(filesUnder(folders, CODE).filter((name) => lineCount(name) > 400)).toEqual([]);
  });

  it('are short as a rule: half of them at most 100 lines, nine of ten at most 250', () => {
    const lengths = source.map(lineCount).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length * 0.5)] ?? 0).toBeLessThanOrEqual(100);
    expect(lengths[Math.floor(lengths.length * 0.9)] ?? 0).toBeLessThanOrEqual(250);
  });

  it('are named in kebab case for a verb or a concept', () => {
    const names = [...source, ...filesUnder(['tests', 'scripts', 'bin'], CODE)];
    const odd = names.filter((name) => {
      const base = path.basename(name);
      return (
        !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|spec|config|d))?\.[a-z]+$/.test(base) &&
        path.extname(name) !== '.py'
      );
    });
    expect(odd).toEqual([]);
    expect(names.filter((name) => SPOILED_NAMES.test(path.basename(name)))).toEqual([]);
  });

  it('have no barrel but src/core/index.ts', () => {
    const barrels = source.filter((name) => path.basename(name) === 'index.ts');
    expect(
      barrels.filter((name) => !/^(src\/(core|main|preload)|migrations)\/index\.ts$/.test(name)),
    ).toEqual([]);
  });
});

describe('committed files', () => {
  const texts = projectFiles()
    .filter((name) => !BINARY.has(path.extname(name)))
    .map((name) => ({ name, text: readProjectFile(name) }));
  const namesOf = (pattern: RegExp): string[] =>
    texts.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

  it('name no path of the machine they were made on', () => {
    const places = [ROOT, homedir()].filter((place) => place.length > 4);
    expect(
      texts
        .filter(({ text }) => places.some((place) => text.includes(place)))
        .map(({ name }) => name),
    ).toEqual([]);
    expect(namesOf(/(?<![\w.*~-])\/(?:root|work|workspace|builds)\/\w/)).toEqual([]);
    expect(namesOf(/(?<![\w.*~-])\/(?:home|Users)\/(?!(?:you|owner|ada|name)\b)\w/)).toEqual([]);
  });

  it('name no registry to install from', () => {
    expect(namesOf(/https?:\/\/[^\s"'`)]*(?:registry|artifactory|nexus|verdaccio)/i)).toEqual([]);
    expect(namesOf(/_auth(?:Token)?\s*=/)).toEqual([]);
  });

  it('are none of those that hold data or were built', () => {
    const wrong = /(^|\/)(node_modules|dist|coverage)\/|\.env$|\.db-(wal|shm)$|\.srbak$/;
    expect(projectFiles().filter((name) => wrong.test(name))).toEqual([]);
    const databases = projectFiles().filter((name) => name.endsWith('.db'));
    expect(databases.filter((name) => !/^tests\/(vectors|samples)\//.test(name))).toEqual([]);
  });

  it('end their lines with LF and their text with one', () => {
    const prose = texts.filter(({ name }) => !/^tests\/(vectors|samples)\//.test(name));
    expect(prose.filter(({ text }) => text.includes('\r')).map(({ name }) => name)).toEqual([]);
    expect(
      prose.filter(({ text }) => text !== '' && !text.endsWith('\n')).map(({ name }) => name),
    ).toEqual([]);
  });
});

describe('packages', () => {
  interface Manifest {
    readonly dependencies: Record<string, string>;
    readonly devDependencies: Record<string, string>;
    readonly allowScripts: Record<string, boolean>;
  }
  interface Lock {
    readonly packages: Record<
      string,
      { version?: string; resolved?: string; integrity?: string; hasInstallScript?: boolean }
    >;
  }
  const manifest = JSON.parse(readProjectFile('package.json')) as Manifest;
  const lock = JSON.parse(readProjectFile('package-lock.json')) as Lock;
  const locked = Object.entries(lock.packages).filter(([name]) => name !== '');

  it('are asked for by exact version', () => {
    const exact = /^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/;
    const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(all.filter(([, version]) => !exact.test(version))).toEqual([]);
  });

  it('are locked by hash and not by address, so that any registry may serve them', () => {
    expect(locked.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
    expect(locked.filter(([, entry]) => !entry.integrity?.startsWith('sha512-'))).toEqual([]);
  });

  it('run an install script only when named, and only `node` is allowed to', () => {
    const scripted = locked
      .filter(([, entry]) => entry.hasInstallScript === true)
      .map(([name]) => name.replace(/^.*node_modules\//, ''));
    expect(scripted.filter((name) => manifest.allowScripts[name] === undefined)).toEqual([]);
    expect(Object.entries(manifest.allowScripts).filter(([, allowed]) => allowed)).toEqual([
      ['node', true],
    ]);
  });

  it('are each explained in docs/decisions', () => {
    const reasons = readProjectFile('docs/decisions/0001-dependencies.md');
    const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(names.filter((name) => !reasons.includes(`\`${name}\``))).toEqual([]);
  });
});
