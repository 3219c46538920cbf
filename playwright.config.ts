import { defineConfig } from '@playwright/test';
import { makeRunFolder } from './tests/e2e/support/run-folder.ts';

const report = process.env['E2E_REPORT'] ?? '';
makeRunFolder();

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'node_modules/.cache/e2e',
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  timeout: 30_000,
  reporter: report === '' ? [['list']] : [['list'], ['json', { outputFile: report }]],
  snapshotPathTemplate: 'tests/e2e/__screenshots__/{arg}{ext}',
});
