import { defineConfig } from 'vite';

/** Electron itself, native code, and what is too large to bundle. */
const EXTERNAL = ['electron', 'argon2', 'better-sqlite3', 'typeorm'];

// The main process: one entry and a chunk for every dynamic import.
export default defineConfig({
  publicDir: false,
  logLevel: 'warn',
  ssr: { target: 'node', noExternal: true, external: EXTERNAL },
  build: {
    ssr: 'src/main/index.ts',
    outDir: 'dist/main',
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      external: EXTERNAL,
      output: { entryFileNames: 'index.js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
