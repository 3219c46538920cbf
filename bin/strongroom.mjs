#!/usr/bin/env -S node --
// Looks at the version of Node before anything native loads: better-sqlite3 crashes on Node 20.
// Plain JavaScript that any Node from 16 on understands.
import { existsSync, fstatSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OLDEST_MAJOR = 22;
const OLDEST_MINOR = 12;
const main = new URL('../dist/cli/main.js', import.meta.url);
const [major, minor] = process.versions.node.split('.').map(Number);

if (!existsSync(main)) {
  fail('Strongroom is not built yet; `npm install` or `npm run build` in its folder does that.');
} else if (major > OLDEST_MAJOR || (major === OLDEST_MAJOR && minor >= OLDEST_MINOR)) {
  await import(main.href);
} else {
  const newer = ['node', 'node.exe']
    .map((name) => fileURLToPath(new URL(`../node_modules/node/bin/${name}`, import.meta.url)))
    .find((path) => existsSync(path));
  if (newer === undefined) {
    fail(
      `Strongroom needs Node ${OLDEST_MAJOR}.${OLDEST_MINOR} or newer; this is ${process.versions.node}.`,
    );
  } else {
    await goOnWith(newer);
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}

/** Node hands on no descriptor above 2 unasked, so those that an argument names are handed on by number. */
function streamsFor(args) {
  const streams = ['inherit', 'inherit', 'inherit'];
  for (const arg of args) {
    const match = /^(?:--[a-z-]+=)?(?:\/dev\/fd|\/proc\/self\/fd)\/(\d{1,4})$/.exec(arg);
    const fd = match === null ? 0 : Number(match[1]);
    if (fd > 2 && isOpen(fd)) streams[fd] = fd;
  }
  return Array.from(streams, (stream) => stream ?? 'ignore');
}

function isOpen(fd) {
  try {
    return fstatSync(fd).isFile() || fstatSync(fd).isFIFO() || fstatSync(fd).isSocket();
  } catch {
    return false;
  }
}

async function goOnWith(node) {
  const { spawn } = await import('node:child_process');
  // Behind `--`: Node would take --env-file for its own (nodejs/node#54232), and obey a NODE_OPTIONS in that file.
  const args = ['--', fileURLToPath(main), ...process.argv.slice(2)];
  const child = spawn(node, args, { stdio: streamsFor(args) });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', () => {
    fail('The Node that comes with Strongroom could not be started; `npm install` mends that.');
  });
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
