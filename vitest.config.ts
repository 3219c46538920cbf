import { defineConfig } from 'vitest/config';

// `SLOW=1` lets the fault tests take their long form; they read it themselves and this only gives them time.
const slow = process.env['SLOW'] === '1';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/bench/**'],
    pool: 'forks',
    // One more than processors: many tests wait for a disk, a timer or another process.
    maxWorkers: 3,
    testTimeout: slow ? 1_800_000 : 30_000,
    hookTimeout: 60_000,
    retry: 0,
    allowOnly: false,
    passWithNoTests: false,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: {
        'src/shared/**': { lines: 95 },
        'src/core/**': { lines: 95 },
        'src/store/**': { lines: 95 },
        'src/gateway/**': { lines: 95 },
      },
    },
  },
});
