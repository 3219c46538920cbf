import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { VaultError } from '../shared/vault-error.ts';
import { makeFolder } from '../store/data-folder.ts';

export interface WindowBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

/** What the window remembers without the vault, for the locked screen needs it. Nothing here is secret. */
export interface WindowPreferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly language: 'system' | 'en' | 'de';
  /** Screen captures show an empty window. */
  readonly contentProtection: boolean;
  readonly tray: boolean;
  /** Null: where the system puts it. */
  readonly bounds: WindowBounds | null;
  /** Ids of hints that are given once. */
  readonly saidOnce: readonly string[];
}

const DEFAULTS: WindowPreferences = {
  theme: 'system',
  language: 'system',
  contentProtection: true,
  tray: true,
  bounds: null,
  saidOnce: [],
};

const MAX_FILE_BYTES = 64 * 1024;
/** Far beyond any desktop, and still a whole number that a window takes. */
const MAX_PIXELS = 100_000;
const MAX_HINTS = 64;
const HINT = /^[a-z0-9_.-]{1,64}$/;

type Checks = { readonly [K in keyof WindowPreferences]: (value: unknown) => boolean };

/** No free text passes: what is pasted into the wrong field does not end in this file. */
const CHECKS: Checks = {
  theme: oneOf('system', 'light', 'dark'),
  language: oneOf('system', 'en', 'de'),
  contentProtection: isBoolean,
  tray: isBoolean,
  bounds: (value) => value === null || isBounds(value),
  saidOnce: (value) =>
    Array.isArray(value) &&
    value.length <= MAX_HINTS &&
    value.every((hint) => typeof hint === 'string' && HINT.test(hint)),
};

const KEYS = Object.keys(CHECKS) as readonly (keyof WindowPreferences)[];

// Non-blocking: a planted FIFO must not hang the start. Windows has neither flag, and `undefined` adds no bit.
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * `window.json` in the data folder, mode 0600. Whatever is wrong with the file, it is read as far as it goes: a value
 * that does not fit is the default, keys of a newer version stay.
 */
export class WindowPreferencesFile {
  readonly #home: string;
  readonly #path: string;

  constructor(home: string) {
    this.#home = home;
    this.#path = join(home, 'window.json');
  }

  /** Never throws and makes nothing. */
  read(): WindowPreferences {
    return fitting(this.#readAll());
  }

  /**
   * Writes some of them and returns all; the data folder is made if it is missing. The file is replaced as a whole.
   * Throws `invalid_input` for a value that does not fit and for a symbolic link in the file's place, `internal` if the
   * folder cannot be written.
   */
  change(patch: Partial<WindowPreferences>): WindowPreferences {
    const bad = Object.entries(patch).some(([key, value]) => !isKey(key) || !CHECKS[key](value));
    if (bad) throw new VaultError('invalid_input', { hint: 'A window preference does not fit.' });
    const all = { ...this.#readAll(), ...patch };
    try {
      this.#write(`${JSON.stringify(all, null, 2)}\n`);
    } catch (cause) {
      if (cause instanceof VaultError) throw cause;
      throw new VaultError('internal', { cause, hint: 'The data folder cannot be written.' });
    }
    return fitting(all);
  }

  #readAll(): Readonly<Record<string, unknown>> {
    try {
      const fd = openSync(this.#path, READ_FLAGS);
      try {
        const stats = fstatSync(fd);
        if (!stats.isFile() || stats.size > MAX_FILE_BYTES) return {};
        const parsed: unknown = JSON.parse(readFileSync(fd, 'utf8'));
        return isRecord(parsed) ? parsed : {};
      } finally {
        closeSync(fd);
      }
    } catch {
      return {};
    }
  }

  #write(text: string): void {
    makeFolder(this.#home);
    if (lstatSync(this.#path, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
      throw new VaultError('invalid_input', { hint: 'window.json is a symbolic link.' });
    }
    const draft = `${this.#path}.new`;
    // What a crash left.
    rmSync(draft, { force: true });
    const fd = openSync(draft, 'wx', 0o600);
    try {
      writeFileSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(draft, this.#path);
  }
}

/** Every preference: what fits as it is, the default for the rest. */
function fitting(raw: Readonly<Record<string, unknown>>): WindowPreferences {
  const fits = KEYS.filter((key) => CHECKS[key](raw[key]));
  return { ...DEFAULTS, ...Object.fromEntries(fits.map((key) => [key, raw[key]])) };
}

function isKey(key: string): key is keyof WindowPreferences {
  return Object.hasOwn(CHECKS, key);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function oneOf(...words: readonly string[]): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && words.includes(value);
}

function isBounds(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { x, y, width, height, maximized } = value;
  const areWhole = [x, y, width, height].every(
    (pixels) => Number.isSafeInteger(pixels) && Math.abs(Number(pixels)) <= MAX_PIXELS,
  );
  return areWhole && Number(width) > 0 && Number(height) > 0 && isBoolean(maximized);
}
