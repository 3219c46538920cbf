import { readFileSync } from 'node:fs';
import { Cleanups } from './cleanups.ts';
import { openDoors } from './doors.ts';
import { SIGNAL_EXIT_CODES, type EndingSignal } from './interrupted.ts';
import { ProcessIo } from './io.ts';
import { runCommandLine } from './program.ts';

/** A clean-up that hangs must not keep a signal from ending the process. */
const CLEANUP_TIMEOUT_MS = 5000;

const doors = openDoors();
const io = new ProcessIo(doors.config);
const cleanups = new Cleanups();
const state = { ending: false };

async function end(exitCode: number): Promise<never> {
  state.ending = true;
  io.restoreTerminal();
  const timeout = setTimeout(() => process.exit(exitCode), CLEANUP_TIMEOUT_MS);
  await cleanups.runAll();
  await io.flush();
  clearTimeout(timeout);
  return process.exit(exitCode);
}

for (const [signal, exitCode] of Object.entries(SIGNAL_EXIT_CODES) as [EndingSignal, number][]) {
  process.on(signal, () => {
    // A terminal's Ctrl+C reaches this process twice when a launcher passes it on.
    if (state.ending) return;
    io.silence();
    void end(cleanups.endBySignal && signal !== 'SIGHUP' ? 0 : exitCode);
  });
}

async function run(): Promise<void> {
  const exitCode = await runCommandLine(process.argv.slice(2), {
    io,
    doors,
    cleanups,
    // Loaded by the first call: help needs no cryptography.
    newCorrelationId: () => process.getBuiltinModule('node:crypto').randomUUID(),
    programVersion,
  });
  if (!state.ending) await end(exitCode);
}

// Not awaited at the top: a command's chunk that imports this one would wait for it for ever.
void run();
// Should nothing be left to wait for before the command has ended, that is not success.
process.exitCode = 1;

function programVersion(): string {
  // Two levels up both from here and from the built dist/cli/main.js.
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
