import type { Command } from 'commander';
import type { Work } from './deps.ts';

/** Runs a command's work with the dependencies its global options ask for. */
export type Act = (command: Command, work: Work) => Promise<void>;
