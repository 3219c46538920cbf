import type { LaunchConfig } from '../chromium/calls.ts';

/** Read before `launch.ts` gives the app the argv that Electron would. */
export const launchConfig = JSON.parse(process.argv[2] ?? '{}') as LaunchConfig;
