/** `npm start`: the window, in Electron where it can be had. See `npm start -- --help`. */
import { resolve } from 'node:path';
import { machinePorts } from './start/machine-ports.ts';
import { readOptions, START_HELP } from './start/read-options.ts';
import { startApp, WRONG_OPTION } from './start/start-app.ts';

async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options !== 'help') {
      return await startApp(options, machinePorts(resolve(import.meta.dirname, '..'), options));
    }
    console.log(START_HELP);
    return 0;
  } catch (thrown) {
    console.error((thrown as Error).message);
    return WRONG_OPTION;
  }
}

// A look-up of a name that nobody answers would keep the process for as long as the system waits for it.
process.exit(await main());
