import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** What Electron 45 embeds; nothing is compiled for older browsers. */
const CHROMIUM = 'chrome150';

/**
 * The order of the layers is said by whichever sheet comes first, and which one that is depends on how the code is cut
 * into chunks: so each sheet says it.
 */
const layersFirst: Plugin = {
  name: 'layers-first',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'asset' && file.fileName.endsWith('.css')) {
        file.source = `@layer base,components;${String(file.source)}`;
      }
    }
  },
};

// The page: static files that `src/main/app-protocol.ts` serves from an exact table.
export default defineConfig({
  root: 'src/renderer',
  base: './',
  publicDir: false,
  logLevel: 'warn',
  plugins: [react(), layersFirst],
  css: { modules: { generateScopedName: '[name]-[local]-[hash:4]' } },
  build: {
    outDir: '../../dist/renderer',
    emptyOutDir: true,
    target: CHROMIUM,
    cssTarget: CHROMIUM,
    sourcemap: false,
    // The page's policy allows no data: script and needs no polyfill.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
