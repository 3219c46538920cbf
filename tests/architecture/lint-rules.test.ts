import { ESLint, type Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './project-files.ts';

// Put together, or the rule would refuse this file.
const TO_DO = ['TO', 'DO'].join('');

/** [rule, file the code pretends to be in, code] */
const REFUSED: readonly (readonly [rule: string, file: string, code: string])[] = [
  ['no-restricted-properties', 'src/core/a.ts', 'export const x = process.env;'],
  ['no-restricted-properties', 'src/cli/a.ts', 'export const x = process.env["HOME"];'],
  ['no-restricted-properties', 'src/cli/io.ts', 'export const x = process.env;'],
  ['no-restricted-properties', 'src/cli/a.ts', 'const { env } = process; export { env };'],
  ['no-restricted-syntax', 'src/cli/a.ts', 'const p = process; export { p };'],
  ['no-restricted-properties', 'src/cli/a.ts', 'export const x = globalThis.process;'],
  ['no-restricted-imports', 'src/cli/a.ts', "export { env } from 'node:process';"],
  ['no-console', 'src/runtime/a.ts', 'console.error(1);'],
  ['no-restricted-properties', 'src/cli/main.ts', 'process.stdout.write("x");'],
  ['no-restricted-properties', 'src/cli/commands/get.ts', 'process.stdin.on("data", String);'],
  ['no-restricted-properties', 'src/runtime/clock.ts', 'process.stderr.write("x");'],
  ['no-restricted-syntax', 'src/core/a.ts', 'export const x = Date.now();'],
  ['no-restricted-syntax', 'src/core/a.ts', "export const x = Date['now']();"],
  ['no-restricted-syntax', 'src/runtime/a.ts', 'export const x = new Date();'],
  ['no-restricted-syntax', 'src/cli/io.ts', 'export const x = Date();'],
  ['no-restricted-syntax', 'src/store/a.ts', 'const D = Date; export { D };'],
  ['no-restricted-globals', 'src/cli/a.ts', 'export const x = performance.now();'],
  ['no-restricted-properties', 'src/runtime/a.ts', 'export const x = process.hrtime.bigint();'],
  ['no-restricted-imports', 'src/runtime/a.ts', "export { performance } from 'node:perf_hooks';"],
  ['no-restricted-globals', 'src/core/a.ts', 'setTimeout(String, 1);'],
  ['no-restricted-syntax', 'src/core/a.ts', 'export const x = process.pid;'],
  ['no-restricted-globals', 'src/store/a.ts', 'setInterval(String, 1);'],
  ['no-restricted-globals', 'src/shared/a.ts', 'export const x = fetch;'],
  ['no-restricted-properties', 'src/core/a.ts', 'export const x = Math.random();'],
  ['no-restricted-properties', 'tests/unit/a.test.ts', 'export const x = Math.random();'],
  ['no-restricted-properties', 'src/main/a.ts', 'export const x = window.strongroom;'],
  ['no-restricted-properties', 'src/renderer/features/a.ts', 'export const x = window.strongroom;'],
  ['no-restricted-imports', 'src/core/a.ts', "export { randomBytes } from 'crypto';"],
  ['no-restricted-syntax', 'src/core/a.ts', 'export default 1;'],
  ['no-restricted-syntax', 'src/core/a.ts', 'const x = 1; export { x as default };'],
  ['no-restricted-syntax', 'src/core/a.ts', 'export enum Kind { Broker }'],
  ['@typescript-eslint/no-explicit-any', 'src/core/a.ts', 'export const x: any = 1;'],
  ['@typescript-eslint/no-explicit-any', 'tests/unit/a.test.ts', 'export const x: any = 1;'],
  ['@typescript-eslint/no-non-null-assertion', 'src/core/a.ts', 'export const x = [1][0]!;'],
  ['@typescript-eslint/no-non-null-assertion', 'tests/a.test.ts', 'export const x = [1][0]!;'],
  ['@typescript-eslint/ban-ts-comment', 'src/core/a.ts', '// @ts-ignore: why\nexport {};'],
  ['@typescript-eslint/ban-ts-comment', 'src/core/a.ts', '// @ts-expect-error: why\nexport {};'],
  ['@typescript-eslint/ban-ts-comment', 'tests/a.test.ts', '// @ts-expect-error\nexport {};'],
  [
    '@typescript-eslint/consistent-type-imports',
    'src/core/a.ts',
    "import { ErrorCode } from '../shared/errors.ts'; export const x: ErrorCode = 'busy';",
  ],
  ['no-warning-comments', 'src/core/a.ts', `// ${TO_DO} later\nexport {};`],
  ['eqeqeq', 'src/core/a.ts', 'export const x = (a: unknown) => a == 1;'],
  ['max-lines', 'src/core/a.ts', 'export {};\n'.repeat(401)],
  ['max-lines', 'tests/a.test.ts', 'export {};\n'.repeat(401)],
  [
    'max-lines-per-function',
    'src/core/a.ts',
    `export function long(): void {\n${'String();\n'.repeat(59)}}`,
  ],
];

const ALLOWED: readonly (readonly [file: string, code: string])[] = [
  ['src/runtime/config.ts', 'export const x = process.env;'],
  ['src/cli/io.ts', 'console.log(process.stdin.isTTY); process.stdout.write("x");'],
  ['src/runtime/clock.ts', 'export const x = [Date.now(), process.hrtime.bigint()];'],
  ['src/renderer/vault-client.ts', 'export const x = window.strongroom;'],
  ['src/core/a.ts', 'export const x = new Date(Date.parse("2026-11-20T00:00:00.000Z"));'],
  ['src/store/a.ts', 'process.umask(0o077);'],
  ['src/runtime/auto-lock.ts', 'setTimeout(String, 1);'],
  ['src/core/a.ts', "export { randomBytes } from 'node:crypto';"],
  ['src/core/a.ts', 'export {};\n'.repeat(400)],
  ['src/core/a.ts', `export function long(): void {\n${'String();\n'.repeat(58)}}`],
  ['tests/a.test.ts', '// @ts-expect-error: the wrong type on purpose\nexport {};'],
  ['tests/a.test.ts', 'export const x = [process.env, Date.now(), console];'],
];

/** Rules that need types cannot run on a text; that they are on for the file is what can be asked. */
const TYPED = [
  '@typescript-eslint/no-floating-promises',
  '@typescript-eslint/no-misused-promises',
  '@typescript-eslint/no-unnecessary-condition',
  '@typescript-eslint/no-unsafe-assignment',
  '@typescript-eslint/only-throw-error',
  '@typescript-eslint/switch-exhaustiveness-check',
  '@typescript-eslint/use-unknown-in-catch-callback-variable',
];

const firstLine = (code: string): string => code.split('\n')[0] ?? '';

describe('the lint rules', () => {
  const typeless = {
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { parserOptions: { projectService: false, program: null } },
  };
  const eslint = new ESLint({
    cwd: ROOT,
    overrideConfig: typeless as Linter.Config,
  });

  async function rulesBrokenBy(file: string, code: string): Promise<(string | null)[]> {
    const results = await eslint.lintText(code, { filePath: file, warnIgnored: true });
    return results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message }) => ruleId ?? message),
    );
  }

  beforeAll(async () => {
    await rulesBrokenBy('src/core/a.ts', 'export {};');
  });

  it.each(REFUSED.map(([rule, file, code]) => [rule, file, firstLine(code), code] as const))(
    '%s refuses in %s: %s',
    async (rule, file, _start, code) => {
      expect(await rulesBrokenBy(file, code)).toContain(rule);
    },
  );

  it.each(ALLOWED.map(([file, code]) => [file, firstLine(code), code] as const))(
    'allow in %s: %s',
    async (file, _start, code) => {
      expect(await rulesBrokenBy(file, code)).toEqual([]);
    },
  );

  it('cannot be switched off by a comment', async () => {
    const off = ['eslint', 'disable'].join('-');
    expect(
      await rulesBrokenBy('src/core/a.ts', `/* ${off} */\nexport const x: any = 1; // ${off}-line`),
    ).toContain('@typescript-eslint/no-explicit-any');
  });

  it('include the ones that need types, for product code', async () => {
    const real = new ESLint({ cwd: ROOT });
    const { rules } = (await real.calculateConfigForFile('src/core/api.ts')) as {
      rules: Record<string, unknown[] | undefined>;
    };
    for (const rule of TYPED) expect([rule, rules[rule]?.[0]]).toEqual([rule, 2]);
  });
});
