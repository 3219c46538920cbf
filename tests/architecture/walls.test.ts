import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cruise, type ICruiseOptions, type IForbiddenRuleType } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Walls {
  readonly forbidden: IForbiddenRuleType[];
  readonly options: ICruiseOptions;
}

const walls = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as Walls;
const PACKAGES = [
  ...['@modelcontextprotocol/sdk', '@zxcvbn-ts/core', 'argon2', 'better-sqlite3', 'commander'],
  ...[
    'electron',
    'fastify',
    'otpauth',
    'pino',
    'react',
    'some-package',
    'typeorm',
    'undici',
    'zod',
  ],
];
const DEVELOPMENT_PACKAGES = ['some-tool'];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function put(folder: string, name: string, text: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A small project of these files and nothing else; the packages are empty ones. */
async function violationsIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'strongroom-walls-'));
  folders.push(folder);
  const versions = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, '1.0.0']));
  put(
    folder,
    'package.json',
    JSON.stringify({
      type: 'module',
      dependencies: versions(PACKAGES),
      devDependencies: versions(DEVELOPMENT_PACKAGES),
    }),
  );
  for (const name of [...PACKAGES, ...DEVELOPMENT_PACKAGES, 'not-declared']) {
    put(folder, `node_modules/${name}/package.json`, '{"main":"index.js","version":"1.0.0"}');
    put(folder, `node_modules/${name}/index.js`, 'module.exports = {};');
  }
  for (const [name, text] of Object.entries(files)) put(folder, name, text);
  const options = { ...walls.options };
  delete options.tsConfig;
  const roots = [...new Set(Object.keys(files).map((name) => name.split('/')[0] ?? ''))];
  const { output } = await cruise(roots, {
    ...options,
    baseDir: folder,
    ruleSet: { forbidden: walls.forbidden },
    validate: true,
  });
  if (typeof output === 'string') throw new TypeError('no result');
  return output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

const use = (specifier: string): string =>
  `import * as it from '${specifier}';\nexport const x = it;\n`;
const useType = (specifier: string): string =>
  `import type { T } from '${specifier}';\nexport type X = T;\n`;
const END = 'export interface T { readonly t: 1 }\nexport const end = 1;\n';

const ENDS = {
  'src/shared/end.ts': END,
  'src/shared/ipc/end.ts': END,
  'src/core/api.ts': END,
  'src/core/ports.ts': END,
  'src/core/model.ts': END,
  'src/core/end.ts': END,
  'src/store/end.ts': END,
  'src/runtime/end.ts': END,
  'src/gateway/end.ts': END,
  'src/cli/end.ts': END,
  'src/main/end.ts': END,
  'src/renderer/end.ts': END,
  'migrations/end.ts': END,
  'tests/end.ts': END,
  'scripts/end.ts': END,
};

/** [rule, importing file, what it imports] */
const REFUSED: readonly (readonly [rule: string, file: string, specifier: string])[] = [
  ['shared-walls', 'src/shared/a.ts', '../core/api.ts'],
  ['shared-node', 'src/shared/b.ts', 'node:crypto'],
  ['shared-packages', 'src/shared/c.ts', 'otpauth'],
  ['core-walls', 'src/core/a.ts', '../store/end.ts'],
  ['core-walls', 'src/core/b.ts', '../runtime/end.ts'],
  ['core-node', 'src/core/c.ts', 'node:fs'],
  ['core-node', 'src/core/session/d.ts', 'node:timers/promises'],
  ['core-packages', 'src/core/e.ts', 'typeorm'],
  ['argon2-one-door', 'src/core/crypto/f.ts', 'argon2'],
  ['argon2-one-door', 'src/runtime/f.ts', 'argon2'],
  ['otpauth-in-core', 'src/cli/f.ts', 'otpauth'],
  ['store-walls', 'src/store/a.ts', '../core/end.ts'],
  ['store-walls', 'src/store/b.ts', '../core/api.ts'],
  ['store-node', 'src/store/c.ts', 'node:crypto'],
  ['store-packages', 'src/store/d.ts', 'argon2'],
  ['migrations-walls', 'migrations/a.ts', '../src/store/end.ts'],
  ['migrations-walls', 'migrations/b.ts', '../src/shared/end.ts'],
  ['migrations-node', 'migrations/c.ts', 'node:fs'],
  ['migrations-types-only', 'migrations/d.ts', 'typeorm'],
  ['runtime-walls', 'src/runtime/a.ts', '../cli/end.ts'],
  ['runtime-packages', 'src/runtime/b.ts', 'better-sqlite3'],
  ['gateway-walls', 'src/gateway/a.ts', '../core/end.ts'],
  ['gateway-walls', 'src/gateway/b.ts', '../runtime/end.ts'],
  ['gateway-node', 'src/gateway/c.ts', 'node:child_process'],
  ['gateway-packages', 'src/gateway/d.ts', 'electron'],
  ['cli-walls', 'src/cli/a.ts', '../core/end.ts'],
  ['cli-walls', 'src/cli/b.ts', '../store/end.ts'],
  ['cli-packages', 'src/cli/c.ts', 'typeorm'],
  ['zod-in-cli-for-mcp', 'src/cli/e.ts', 'zod'],
  ['mcp-sdk-one-door', 'src/cli/g.ts', '@modelcontextprotocol/sdk'],
  ['main-walls', 'src/main/a.ts', '../store/end.ts'],
  ['main-packages', 'src/main/b.ts', 'commander'],
  ['preload-walls', 'src/preload/a.ts', '../shared/end.ts'],
  ['preload-node', 'src/preload/b.ts', 'node:path'],
  ['preload-packages', 'src/preload/c.ts', 'zod'],
  ['renderer-walls', 'src/renderer/a.ts', '../core/api.ts'],
  ['renderer-node', 'src/renderer/b.ts', 'node:crypto'],
  ['renderer-packages', 'src/renderer/c.ts', 'electron'],
  ['rooms-known', 'src/cellar/a.ts', '../shared/end.ts'],
  ['no-test-code-in-product', 'src/cli/d.ts', '../../tests/end.ts'],
  ['no-test-code-in-product', 'src/runtime/d.ts', '../../scripts/end.ts'],
  ['no-development-package-in-product', 'src/runtime/e.ts', 'some-tool'],
  ['packages-declared', 'src/runtime/g.ts', 'not-declared'],
  ['imports-exist', 'src/core/g.ts', './nowhere.ts'],
  ['api-has-no-code-below', 'src/core/ports.ts', './end.ts'],
];

const ALLOWED: readonly (readonly [file: string, specifier: string])[] = [
  ['src/shared/ok.ts', 'zod'],
  ['src/core/ok.ts', '../shared/end.ts'],
  ['src/core/ok2.ts', 'node:crypto'],
  ['src/core/ok3.ts', 'otpauth'],
  ['src/core/ok4.ts', '@zxcvbn-ts/core'],
  ['src/core/crypto/argon2id.ts', 'argon2'],
  ['src/store/ok.ts', '../core/ports.ts'],
  ['src/store/ok2.ts', '../core/model.ts'],
  ['src/store/ok3.ts', 'typeorm'],
  ['src/store/ok4.ts', 'better-sqlite3'],
  ['src/store/ok5.ts', 'node:fs'],
  ['src/store/ok6.ts', '../../migrations/end.ts'],
  ['src/runtime/ok.ts', '../store/end.ts'],
  ['src/runtime/ok2.ts', '../core/end.ts'],
  ['src/runtime/ok3.ts', 'node:os'],
  ['src/runtime/ok4.ts', 'pino'],
  ['src/gateway/ok.ts', '../core/api.ts'],
  ['src/gateway/ok2.ts', 'fastify'],
  ['src/gateway/ok3.ts', 'node:net'],
  ['src/cli/ok.ts', '../core/api.ts'],
  ['src/cli/ok2.ts', '../runtime/end.ts'],
  ['src/cli/ok3.ts', 'commander'],
  ['src/cli/ok4.ts', 'node:tty'],
  ['src/cli/mcp/ok.ts', '@modelcontextprotocol/sdk'],
  ['src/cli/mcp/ok2.ts', 'zod'],
  ['src/main/ok.ts', 'electron'],
  ['src/main/ok2.ts', '../gateway/end.ts'],
  ['src/preload/ok.ts', '../shared/ipc/end.ts'],
  ['src/preload/ok2.ts', 'electron'],
  ['src/renderer/ok.ts', '../shared/end.ts'],
  ['src/renderer/ok2.ts', 'react'],
];

describe('the walls between the rooms', () => {
  let refused: string[] = [];
  let refusedTypes: string[] = [];
  let allowed: string[] = [];

  beforeAll(async () => {
    const withCode = (how: (specifier: string) => string) =>
      Object.fromEntries(REFUSED.map(([, file, specifier]) => [file, how(specifier)]));
    refused = await violationsIn({ ...ENDS, ...withCode(use) });
    refusedTypes = await violationsIn({ ...ENDS, ...withCode(useType) });
    allowed = await violationsIn({
      ...ENDS,
      ...Object.fromEntries(ALLOWED.map(([file, specifier]) => [file, use(specifier)])),
      'migrations/ok.ts': useType('typeorm'),
    });
  });

  it.each(REFUSED)('%s keeps %s from importing %s', (rule, file) => {
    expect(refused.some((line) => line.startsWith(`${rule}: ${file} →`))).toBe(true);
  });

  it.each(REFUSED.filter(([rule]) => rule.endsWith('-walls')))(
    '%s keeps %s from importing even a type of %s',
    (rule, file) => {
      expect(refusedTypes.some((line) => line.startsWith(`${rule}: ${file} →`))).toBe(true);
    },
  );

  it.each(ALLOWED)('let %s import %s', (file) => {
    const about = allowed.filter((line) => line.includes(`: ${file} →`));
    expect(about.filter((line) => !line.startsWith('no-orphans'))).toEqual([]);
  });

  it("let a migration import TypeORM's types", () => {
    expect(allowed.filter((line) => line.includes('migrations/ok.ts'))).toEqual([]);
  });

  it('notice a cycle, also one of types', async () => {
    const found = await violationsIn({
      'src/core/a.ts': useType('./b.ts'),
      'src/core/b.ts': `import { x } from './a.ts';\nexport type T = typeof x;\n`,
    });
    expect(found.join('\n')).toContain('no-cycles: src/core/a.ts');
  });

  it('notice a file that nothing imports', async () => {
    const found = await violationsIn({ 'src/core/alone.ts': END });
    expect(found).toEqual(['no-orphans: src/core/alone.ts → src/core/alone.ts']);
  });

  it('notice files that the entry point does not reach', async () => {
    const found = await violationsIn({
      'src/cli/main.ts': use('./a.ts'),
      'src/cli/a.ts': END,
      'src/cli/dead.ts': use('./deader.ts'),
      'src/cli/deader.ts': END,
    });
    expect(found.filter((line) => line.startsWith('no-dead-modules')).sort()).toEqual([
      'no-dead-modules: src/cli/dead.ts → src/cli/dead.ts',
      'no-dead-modules: src/cli/deader.ts → src/cli/deader.ts',
    ]);
  });
});
