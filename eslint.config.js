import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

// Rules of ARCHITECTURE.md that a reader of one file can check. The walls between rooms are in .dependency-cruiser.cjs.

const PRODUCT = ['src/**/*.{ts,tsx}', 'migrations/**/*.ts'];
const CONFIGS = ['*.config.ts', '*.config.js'];

/** The one file each of these may be touched in. */
const DOORS = {
  environment: 'src/runtime/config.ts',
  terminal: 'src/cli/io.ts',
  clock: 'src/runtime/clock.ts',
  pageClock: 'src/renderer/clock.ts',
  bridge: 'src/renderer/vault-client.ts',
};

const environment = [
  {
    object: 'process',
    property: 'env',
    message: `The environment is read in ${DOORS.environment}.`,
  },
];
const terminal = ['stdout', 'stderr', 'stdin'].map((property) => ({
  object: 'process',
  property,
  message: `The terminal is used in ${DOORS.terminal}.`,
}));
const clockProperties = ['hrtime', 'uptime'].map((property) => ({
  object: 'process',
  property,
  message: `The clock is read in ${DOORS.clock}.`,
}));
const clockGlobals = ['performance', 'Temporal'].map((name) => ({
  name,
  message: `The clock is read in ${DOORS.clock}.`,
}));
// Converting a given instant (Date.parse, Date.UTC, new Date(ms)) is arithmetic; everything else of Date reads the clock.
const clockSyntax = [
  {
    selector:
      "Identifier[name='Date']" +
      ':not(NewExpression[arguments.length>0] > .callee)' +
      ':not(MemberExpression[computed=false][property.name=/^(parse|UTC)$/] > .object)' +
      ':not(TSTypeReference > Identifier)',
    message: `The clock is read in ${DOORS.clock}.`,
  },
];
const bridge = ['window', 'globalThis'].map((object) => ({
  object,
  property: 'strongroom',
  message: `The bridge is used in ${DOORS.bridge}.`,
}));
const everywhere = [
  {
    object: 'Math',
    property: 'random',
    message: 'Randomness comes from src/core/crypto/random.ts.',
  },
];
// `globalThis.process` and friends would walk around the rules above.
const aroundTheDoor = ['process', 'console', 'Date', 'performance'].map((property) => ({
  object: 'globalThis',
  property,
  message: 'Name the global itself, so that its rule applies.',
}));

const syntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  { selector: "ExportSpecifier[exported.name='default']", message: 'Export by name.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
  {
    selector: "VariableDeclarator[init.name='process']",
    message: 'Name process where it is used.',
  },
];

const barePrefix = builtinModules
  .filter((name) => !name.startsWith('_') && !name.startsWith('node:'))
  .map((name) => ({ name, message: `Write 'node:${name}'.` }));
const processModules = ['node:process', 'node:console', 'node:perf_hooks', 'node:timers'].map(
  (name) => ({ name, message: 'Use the global, so that its rule applies.' }),
);

const isClock = (door) => door === 'clock' || door === 'pageClock';
const restrictProduct = (except) => ({
  'no-console': except === 'terminal' ? 'off' : 'error',
  'no-restricted-properties': [
    'error',
    ...everywhere,
    ...aroundTheDoor,
    ...(except === 'environment' ? [] : environment),
    ...(except === 'terminal' ? [] : terminal),
    ...(isClock(except) ? [] : clockProperties),
    ...(except === 'bridge' ? [] : bridge),
  ],
  'no-restricted-globals': isClock(except) ? 'off' : ['error', ...clockGlobals],
  'no-restricted-syntax': ['error', ...syntax, ...(isClock(except) ? [] : clockSyntax)],
});

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'coverage/', '**/*.py'] },
  {
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
  },
  ...tseslint.configs.strictTypeChecked,
  {
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', 400],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-properties': ['error', ...everywhere],
      'no-restricted-syntax': ['error', ...syntax],
      'no-restricted-imports': ['error', { paths: barePrefix }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      'object-shorthand': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'prefer-template': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-ignore': true, 'ts-nocheck': true, 'ts-expect-error': true },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // An async function without await turns a throw into a rejection, which VaultApi promises.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: PRODUCT,
    rules: {
      ...restrictProduct(null),
      'max-lines-per-function': ['error', { max: 60 }],
      'no-restricted-imports': ['error', { paths: [...barePrefix, ...processModules] }],
    },
  },
  ...Object.entries(DOORS).map(([door, file]) => ({ files: [file], rules: restrictProduct(door) })),
  {
    // Time passes by a port; a timer in here would be a clock of its own.
    files: ['src/{shared,core,store}/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...clockGlobals,
        ...['setTimeout', 'setInterval', 'fetch', 'console', 'navigator', 'window'].map((name) => ({
          name,
          message: 'This room has no timers and no network.',
        })),
      ],
    },
  },
  {
    // The store sets its umask; the vault and its words know no process at all.
    files: ['src/{shared,core}/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...syntax,
        ...clockSyntax,
        { selector: "Identifier[name='process']", message: 'This room has no process.' },
      ],
    },
  },
  {
    files: ['tests/**/*.ts', 'scripts/**/*.ts'],
    rules: {
      // What JSON.parse and a child process hand to a test is looked at by the assertion.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  {
    files: ['tests/**/*.ts'],
    // A test may break the contract of types on purpose, and says why.
    rules: {
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-ignore': true, 'ts-nocheck': true, 'ts-expect-error': 'allow-with-description' },
      ],
    },
  },
  {
    files: CONFIGS,
    rules: {
      'no-restricted-syntax': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['**/*.{js,mjs,cjs}'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
