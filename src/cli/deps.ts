import type { Command } from 'commander';
import type { CallContext } from '../core/call.ts';
import type { Cleanups } from './cleanups.ts';
import type { Doors } from './doors.ts';
import type { Io } from './io.ts';
import type { Output } from './output.ts';

/** What a command acts with. Tests give fakes. */
export interface Deps {
  readonly io: Io;
  readonly output: Output;
  readonly doors: Doors;
  readonly cleanups: Cleanups;
  /** `--password-file`, or null. */
  readonly passwordFile: string | null;
  /** One correlation id for the whole command. */
  readonly context: CallContext;
  /** For what a long command does by itself. */
  readonly newCorrelationId: () => string;
  readonly programVersion: () => string;
  /** The whole program with every command loaded, for those who describe it. */
  readonly describeProgram: () => Promise<Command>;
}

/** Acts with dependencies; the exit code is 0 unless a number comes back. */
export type Work = (deps: Deps) => Promise<number | undefined>;
