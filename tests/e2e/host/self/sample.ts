import { join, resolve } from 'node:path';
import { test as base } from '../fixture.ts';

/** Folder of the app that these specs look at. */
export const SAMPLES = resolve(import.meta.dirname, '..', 'sample');

const app = join(SAMPLES, 'main.ts');

/** Options of an app that refuses what is named: navigation, request, window, download, permission. */
export const refusing = (what: string) => ({ app, env: { SAMPLE_REFUSES: what } });

/** Specs of the host itself, with the sample app that refuses nothing. */
export const test = base.extend({ appOptions: { app } });

export { expect } from '../fixture.ts';
