import { defineConfig } from 'vite';
import { contract } from './src/shared/ipc/contract.ts';
import { outlineOf } from './src/shared/ipc/outline.ts';

// A sandboxed preload must be one CommonJS file. It needs the contract's names only; the schemas stay in main.
export default defineConfig({
  publicDir: false,
  logLevel: 'warn',
  define: { CONTRACT_OUTLINE: JSON.stringify(outlineOf(contract)) },
  build: {
    lib: { entry: 'src/preload/index.ts', formats: ['cjs'], fileName: () => 'index.cjs' },
    outDir: 'dist/preload',
    emptyOutDir: true,
    target: 'chrome150',
    minify: false,
    sourcemap: false,
    rolldownOptions: { external: ['electron'] },
  },
});
