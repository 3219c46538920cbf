import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixedInfo } from '../../../src/main/fixed-info.ts';
import { noGateway } from '../../../src/main/gateway-host.ts';
import { killPage } from '../../../src/main/kill-page.ts';
import { languagesOf } from '../../../src/main/language.ts';
import { DOCUMENT_FILES, LINK_ADDRESSES } from '../../../src/main/links.ts';
import { PageFailures } from '../../../src/main/page-failures.ts';
import { pagePreferences } from '../../../src/main/page-preferences.ts';
import { backgroundColor, barColors } from '../../../src/main/theme.ts';
import { TRAY_WORDS, trayState } from '../../../src/main/tray-state.ts';
import { placeWindow } from '../../../src/main/window-bounds.ts';
import { DOCUMENTS, LINKS } from '../../../src/shared/ipc/links.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const root = join(import.meta.dirname, '../../..');

describe('links', () => {
  it('are constant https addresses', () => {
    expect(LINK_ADDRESSES).toEqual({
      alpaca: 'https://app.alpaca.markets/',
      anthropic: 'https://console.anthropic.com/settings/keys',
      azure: 'https://ai.azure.com/',
      binance: 'https://www.binance.com/en/my/settings/api-management',
      coinbase: 'https://portal.cdp.coinbase.com/access/api',
      google: 'https://aistudio.google.com/apikey',
      groq: 'https://console.groq.com/keys',
      ig: 'https://labs.ig.com/',
      interactive_brokers: 'https://www.interactivebrokers.com/en/trading/ib-api.php',
      kraken: 'https://www.kraken.com/u/security/api',
      mistral: 'https://console.mistral.ai/api-keys',
      oanda: 'https://www.oanda.com/account/',
      ollama: 'https://ollama.com/',
      openai: 'https://platform.openai.com/api-keys',
      openrouter: 'https://openrouter.ai/settings/keys',
    });
    expect(Object.keys(LINK_ADDRESSES).sort()).toEqual([...LINKS].sort());
  });

  it('and documents that come with the app', () => {
    for (const name of DOCUMENTS) expect(existsSync(join(root, DOCUMENT_FILES[name]))).toBe(true);
  });
});

describe('a page', () => {
  it('has no power that a page of ours needs not', () => {
    expect(pagePreferences({ preload: '/p', devTools: false, zoomFactor: 1 })).toEqual({
      preload: '/p',
      devTools: false,
      zoomFactor: 1,
      partition: 'strongroom',
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      allowRunningInsecureContent: false,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      plugins: false,
      experimentalFeatures: false,
      enableWebSQL: false,
      webgl: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      autoplayPolicy: 'document-user-activation-required',
      v8CacheOptions: 'none',
    });
  });

  it('is closed and its process killed', () => {
    const done: unknown[] = [];
    const page = {
      isDestroyed: () => false,
      getOSProcessId: () => 4711,
      close: () => void done.push('closed'),
    };
    killPage(page, (id) => void done.push(id));
    expect(done).toEqual(['closed', 4711]);
  });

  it('without a process of its own costs nobody the life', () => {
    const killed: number[] = [];
    for (const id of [0, -1, Number.NaN, process.pid]) {
      const page = { isDestroyed: () => false, getOSProcessId: () => id, close: () => undefined };
      killPage(page, (one) => void killed.push(one));
    }
    const gone = { isDestroyed: () => true, getOSProcessId: () => 4711, close: () => undefined };
    killPage(gone, (one) => void killed.push(one));
    expect(killed).toEqual([]);
  });

  it('that has gone before it is killed is no error', () => {
    const page = { isDestroyed: () => false, getOSProcessId: () => 4711, close: () => undefined };
    const fail = (): never => {
      throw new Error('ESRCH');
    };
    expect(() => {
      killPage(page, fail);
    }).not.toThrow();
  });

  it('that dies three times in a minute is not begun again', () => {
    const clock = new FakeClock();
    const failures = new PageFailures(clock);
    expect(failures.isLoop()).toBe(false);
    clock.advance(40_000);
    expect(failures.isLoop()).toBe(false);
    clock.advance(21_000);
    expect(failures.isLoop()).toBe(false);
    clock.advance(1000);
    expect(failures.isLoop()).toBe(true);
  });
});

describe('the window', () => {
  const screen = { x: 0, y: 25, width: 1920, height: 1055 };
  const right = { x: 1920, y: 0, width: 1280, height: 1024 };
  const saved = { x: 2000, y: 100, width: 900, height: 700, maximized: false };

  it('opens in its usual size where the system puts it', () => {
    expect(placeWindow(null, [screen])).toEqual({ width: 1100, height: 800 });
    expect(placeWindow(null, [])).toEqual({ width: 1100, height: 800 });
    expect(placeWindow(null, [{ x: 0, y: 0, width: 800, height: 700 }])).toEqual({
      width: 800,
      height: 700,
    });
  });

  it('opens where it was', () => {
    const { maximized, ...bounds } = saved;
    expect(maximized).toBe(false);
    expect(placeWindow(saved, [screen, right])).toEqual(bounds);
  });

  it('does not open on a display that has gone', () => {
    expect(placeWindow(saved, [screen])).toEqual({ width: 900, height: 700 });
  });

  it('keeps its bar where a hand finds it', () => {
    const above = placeWindow({ ...saved, x: 100, y: 10 }, [screen]);
    expect(above).toMatchObject({ x: 100, y: 25 });
    const half = placeWindow({ ...saved, x: -700, y: 100 }, [screen]);
    expect(half).toMatchObject({ x: -700, y: 100 });
    expect(placeWindow({ ...saved, x: -850, y: 100 }, [screen])).toEqual({
      width: 900,
      height: 700,
    });
  });

  it('is never smaller than its content needs, nor larger than its display', () => {
    expect(placeWindow({ ...saved, width: 10, height: 10, x: 0, y: 30 }, [screen])).toMatchObject({
      width: 480,
      height: 600,
    });
    const huge = placeWindow({ ...saved, width: 9000, height: 9000, x: 0, y: 30 }, [screen]);
    expect(huge).toMatchObject({ width: 1920, height: 1055 });
  });

  it('has the colours of its theme before the page is there', () => {
    const tokens = readFileSync(join(root, 'src/renderer/styles/tokens.css'), 'utf8');
    // These are what theme.ts was made from; the page's tokens and it change together.
    expect(tokens).toContain(
      '--surface-base: light-dark(oklch(0.972 0.0045 165), oklch(0.203 0.012 178))',
    );
    expect(tokens).toContain('--ink-2: light-dark(oklch(0.418 0.015 175), oklch(0.785 0.011 170))');
    expect([backgroundColor(false), backgroundColor(true)]).toEqual(['#f3f7f5', '#111917']);
    expect(barColors(false)).toMatchObject({ symbolColor: '#444f4c', height: 48 });
    expect(barColors(true)).toMatchObject({ symbolColor: '#b2bbb8', height: 48 });
  });
});

describe('the tray', () => {
  it('has four states', () => {
    expect(trayState(false, 'off')).toBe('locked');
    expect(trayState(true, 'off')).toBe('unlocked');
    expect(trayState(true, 'listening')).toBe('unlocked');
    expect(trayState(true, 'relaying')).toBe('relay-active');
    expect(trayState(false, 'relaying')).toBe('locked');
    expect(trayState(true, 'paused')).toBe('paused');
    expect(trayState(false, 'paused')).toBe('paused');
    expect(noGateway.state()).toBe('off');
  });

  it('has a picture of each, small and twice as large, black and white', () => {
    for (const state of Object.keys(TRAY_WORDS)) {
      for (const ink of ['black', 'white']) {
        for (const [suffix, size] of [
          ['', 16],
          ['@2x', 32],
        ] as const) {
          const file = join(root, 'resources/tray', `tray-${state}-${ink}${suffix}.png`);
          const header = readFileSync(file).subarray(0, 24);
          expect(header.subarray(1, 4).toString('latin1')).toBe('PNG');
          expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([size, size]);
        }
      }
    }
  });
});

describe('the language', () => {
  it('is the owner’s choice, else the first of the system’s that there are texts in', () => {
    expect(languagesOf('system', ['fr-FR', 'de-AT', 'en-US'])).toEqual({
      language: 'de',
      locale: 'de-AT',
    });
    expect(languagesOf('en', ['fr-FR', 'de-AT', 'en-GB'])).toEqual({
      language: 'en',
      locale: 'en-GB',
    });
    expect(languagesOf('de', ['en-US'])).toEqual({ language: 'de', locale: 'de' });
    expect(languagesOf('system', ['fr', 'C', ''])).toEqual({ language: 'en', locale: 'en' });
  });
});

describe('what is said of the app', () => {
  it('names what it runs on', () => {
    const versions = { electron: '45.4.1', chrome: '150.0.1', node: '24.21.0' };
    expect(fixedInfo('/home', '1.2.3', { platform: 'darwin', versions })).toEqual({
      platform: 'darwin',
      version: '1.2.3',
      runtime: versions,
      home: '/home',
      preview: false,
    });
  });

  it('owns up to being no Electron', () => {
    const info = fixedInfo('/home', '1', { platform: 'freebsd', versions: { node: '24.21.0' } });
    expect(info).toMatchObject({ platform: 'linux', preview: true });
  });
});
