// The walls between the rooms (ARCHITECTURE.md). Type imports count. Rooms that do not exist yet have their wall already.

/** What each room may import: folders and files of this project, modules of Node, packages. */
const ROOMS = {
  shared: { path: '^src/shared/', project: [], node: [], packages: ['zod'] },
  core: {
    path: '^src/core/',
    project: ['^src/shared/'],
    node: ['crypto', 'util'],
    packages: ['argon2', 'otpauth', '@zxcvbn-ts/[^/]+'],
  },
  store: {
    path: '^src/store/',
    project: ['^src/shared/', '^src/core/(ports|rows|model)\\.ts$', '^migrations/'],
    node: ['fs', 'path'],
    packages: ['typeorm', 'better-sqlite3', '@types/better-sqlite3'],
  },
  migrations: { path: '^migrations/', project: [], node: [], packages: ['typeorm'] },
  runtime: {
    path: '^src/runtime/',
    project: ['^src/(shared|core|store)/'],
    node: 'any',
    packages: ['pino'],
  },
  gateway: {
    path: '^src/gateway/',
    project: ['^src/shared/', '^src/core/(call|((client|access|conversation)-)?api)\\.ts$'],
    node: [
      'http',
      'https',
      'net',
      'tls',
      'dns',
      'dns/promises',
      'stream',
      'stream/promises',
      'crypto',
    ],
    packages: ['fastify', '@fastify/[^/]+', 'fastify-[^/]+', 'undici'],
  },
  cli: {
    path: '^src/cli/',
    project: [
      '^src/(shared|runtime|gateway)/',
      '^src/core/(call|((client|access|conversation)-)?api)\\.ts$',
    ],
    node: 'any',
    packages: ['commander', '@modelcontextprotocol/sdk', 'zod'],
  },
  main: {
    path: '^src/main/',
    project: [
      '^src/(shared|runtime|gateway)/',
      '^src/core/(call|((client|access|conversation)-)?api)\\.ts$',
    ],
    node: 'any',
    packages: ['electron', 'electron-updater'],
  },
  preload: {
    path: '^src/preload/',
    project: ['^src/shared/ipc/'],
    node: [],
    packages: ['electron'],
  },
  renderer: {
    path: '^src/renderer/',
    project: ['^src/shared/'],
    node: [],
    packages: [
      'react',
      'react-dom',
      '@types/react',
      '@types/react-dom',
      'react-aria-components',
      '@tanstack/react-virtual',
      'lucide-react',
    ],
  },
};

/** What starts by itself; nothing imports it. */
const ENTRY_POINTS = '^src/(cli/main|main/index|preload/index|renderer/main)\\.tsx?$';

const NODE_MODULE = ['core'];
const PACKAGE_TYPES = [
  'npm',
  'npm-dev',
  'npm-optional',
  'npm-peer',
  'npm-bundled',
  'npm-no-pkg',
  'npm-unknown',
  'deprecated',
];

function wallsOf([name, room]) {
  const rules = [
    {
      name: `${name}-walls`,
      comment: `${name} imports only itself and what ARCHITECTURE.md lists for it.`,
      severity: 'error',
      from: { path: room.path },
      to: { path: '^(src|migrations|tests|scripts|bin)/', pathNot: [room.path, ...room.project] },
    },
    {
      name: `${name}-packages`,
      comment: `${name} uses no package that ARCHITECTURE.md does not list for it.`,
      severity: 'error',
      from: { path: room.path },
      to: {
        dependencyTypes: PACKAGE_TYPES,
        pathNot: room.packages.map((name) => `(^|/)node_modules/${name}(/|$)`),
      },
    },
  ];
  if (room.node === 'any') return rules;
  return [
    ...rules,
    {
      name: `${name}-node`,
      comment: `${name} uses no module of Node that ARCHITECTURE.md does not list for it.`,
      severity: 'error',
      from: { path: room.path },
      to: { dependencyTypes: NODE_MODULE, pathNot: room.node.map((name) => `^(node:)?${name}$`) },
    },
  ];
}

/** A package that one file alone may touch. */
function oneDoor(name, packagePattern, file, room) {
  return {
    name,
    severity: 'error',
    from: { path: room, pathNot: file },
    to: { path: `(^|/)node_modules/${packagePattern}(/|$)` },
  };
}

module.exports = {
  forbidden: [
    ...Object.entries(ROOMS).flatMap(wallsOf),
    {
      name: 'rooms-known',
      comment: 'A new folder under src needs a row in ROOMS first.',
      severity: 'error',
      from: { path: '^src/', pathNot: Object.values(ROOMS).map((room) => room.path) },
      to: {},
    },
    oneDoor('argon2-one-door', 'argon2', '^src/core/crypto/argon2id\\.ts$', '^src/'),
    oneDoor('otpauth-in-core', 'otpauth', '^src/core/', '^src/'),
    // The MCP SDK takes its tools' schemas as zod's; no other command has a use for either.
    oneDoor('zod-in-cli-for-mcp', 'zod', '^src/cli/mcp/', '^src/cli/'),
    oneDoor('mcp-sdk-one-door', '@modelcontextprotocol/sdk', '^src/cli/mcp/', '^src/'),
    {
      name: 'migrations-types-only',
      comment: 'A migration gets its query runner; of TypeORM it needs the types only.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '(^|/)node_modules/typeorm(/|$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'api-has-no-code-below',
      comment: 'The door is types: who imports it must not pull the vault in.',
      severity: 'error',
      from: { path: '^src/core/(call|((client|access)-)?api|ports)\\.ts$' },
      to: { dependencyTypesNot: ['type-only'], pathNot: '^src/shared/' },
    },
    {
      name: 'no-test-code-in-product',
      severity: 'error',
      from: { path: '^(src|migrations|bin)/' },
      to: { path: '^(tests|scripts)/' },
    },
    {
      name: 'no-development-package-in-product',
      comment:
        'Types of a package may come from a development package, code may not. The page is bundled whole, and Electron is the runtime itself.',
      severity: 'error',
      from: { path: '^(src|migrations|bin)/', pathNot: '^src/renderer/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '(^|/)node_modules/electron/',
      },
    },
    {
      name: 'packages-declared',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-deprecated-node-modules',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['core'], path: '^(node:)?(punycode|domain|sys|constants)$' },
    },
    { name: 'imports-exist', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      comment: 'Nothing imports it and it imports nothing.',
      severity: 'error',
      from: { orphan: true, path: '^(src|migrations)/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'no-dead-modules',
      comment: 'Product code that no entry point reaches is not product code.',
      severity: 'error',
      from: { path: ENTRY_POINTS },
      to: { path: '^(src|migrations)/', pathNot: [ENTRY_POINTS, '\\.d\\.ts$'], reachable: false },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.d.ts', '.json', '.node'],
    },
    skipAnalysisNotInRules: true,
  },
};
