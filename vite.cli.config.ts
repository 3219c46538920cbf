import { defineConfig, type Plugin } from 'vite';

/** Packages with native code or too large to bundle; everything else goes into dist/cli. */
const EXTERNAL = ['argon2', 'better-sqlite3', 'typeorm'];

/** One chunk instead of ten small ones: finding and linking them is a tenth of what `strongroom read` takes. */
const WHAT_READ_LOADS =
  /\/src\/(cli\/(commands\/read|gateway-address|gateway-client|http-answer|read-(fields|key|password)|choose-field|run-variables)|shared\/(reference|secret)|runtime\/socket-folder)\.ts$/;

/**
 * Commander imports child_process for subcommands that are programs of their own. There are none here, and loading it
 * (with dgram behind it) is a tenth of what `strongroom status` takes.
 */
const commanderWithoutChildren: Plugin = {
  name: 'commander-without-children',
  enforce: 'pre',
  resolveId: (id, importer) =>
    id === 'node:child_process' && importer?.includes('/commander/') === true ? '\0nothing' : null,
  load: (id) => (id === '\0nothing' ? 'export default {};' : null),
};

// The command line: one entry and a chunk for every dynamic import, so that a command loads what it uses.
export default defineConfig({
  publicDir: false,
  logLevel: 'warn',
  plugins: [commanderWithoutChildren],
  ssr: { target: 'node', noExternal: true, external: EXTERNAL },
  build: {
    ssr: 'src/cli/main.ts',
    outDir: 'dist/cli',
    emptyOutDir: true,
    target: 'node22',
    minify: true,
    sourcemap: false,
    rolldownOptions: {
      external: EXTERNAL,
      output: {
        entryFileNames: 'main.js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        codeSplitting: {
          groups: [{ name: 'read', test: WHAT_READ_LOADS }],
          includeDependenciesRecursively: false,
        },
      },
    },
  },
});
