/* What a page that works against its owner tries. Each function runs as text in the page and imports nothing. */

/** One attempt; it went through unless it throws, or answers false or a promise of it. */
type Act = () => unknown;
type Attempt = (acts: Readonly<Record<string, Act>>) => Promise<string[]>;

interface HostileWindow {
  readonly attempt: Attempt;
}

/** Puts `attempt` on the window, which answers the names of the acts that went through. */
export function arm(): void {
  const attempt: Attempt = async (acts) => {
    // The debugger that runs a spec's functions switches the ban of eval off while it looks: a later task is the page's own.
    await new Promise((later) => setTimeout(later, 20));
    const gaveUp = (ms: number) => new Promise((done) => setTimeout(done, ms, false));
    const outcomes = await Promise.all(
      Object.entries(acts).map(async ([name, act]) => {
        try {
          return (await Promise.race([act(), gaveUp(2000)])) === false ? [] : [name];
        } catch {
          return [];
        }
      }),
    );
    return outcomes.flat();
  };
  Object.assign(window, { attempt });
}

/** What only Node, Electron or the host would have. */
export function reachForNode(): Promise<string[]> {
  const { attempt } = window as unknown as HostileWindow;
  const globals = [
    ...['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname', 'setImmediate'],
    ...[
      'electron',
      'ipcRenderer',
      'contextBridge',
      '__host',
      '__deliver',
      '__playwright__binding__',
    ],
  ];
  const acts = globals.map((name): [string, Act] => [name, () => name in globalThis]);
  const nodeLike = /require|process|electron|node:|ipc/i;
  return attempt({
    ...Object.fromEntries(acts),
    'import node:fs': () => import('node:fs'),
    'import electron': () => import('electron'),
    'a function of the bridge that shows its own code': () => {
      const { strongroom } = window as unknown as { strongroom: { app: { info: () => unknown } } };
      return nodeLike.test(Function.prototype.toString.call(strongroom.app.info));
    },
    'the constructor of what the bridge answers': async () => {
      const { strongroom } = window as unknown as {
        strongroom: { app: { info: (request: object) => Promise<object> } };
      };
      const reply = await strongroom.app.info({});
      return !(reply instanceof Object) || 'process' in (reply.constructor as unknown as object);
    },
    'an opener or a parent': () => window.opener !== null || window.parent !== window,
  });
}

/** Ways out of the machine, or to another program on it. */
export function reachOut(outside: string): Promise<string[]> {
  const { attempt } = window as unknown as HostileWindow;
  const { host } = new URL(outside);
  const element = (name: string, properties: object, settle = true): Promise<boolean> => {
    const made = Object.assign(document.createElement(name), properties);
    const settled = new Promise<boolean>((done) => {
      made.onload = () => done(true);
      made.onerror = () => done(false);
      if (!settle) setTimeout(done, 300, false);
    });
    document.head.append(made);
    return settled;
  };
  const link = (rel: string, more: object = {}, settle = false) =>
    element('link', { rel, href: `${outside}?${rel}`, ...more }, settle);
  const requests: Record<string, Act> = {
    'fetch outside': () => fetch(outside),
    'fetch without cors': () => fetch(outside, { mode: 'no-cors' }),
    'fetch loopback': () => fetch('http://127.0.0.1:7777/'),
    'fetch its own file': () => fetch('/index.html'),
    'fetch a file of the disk': () => fetch('file:///etc/passwd'),
    'fetch data': () => fetch('data:text/plain,x'),
    'fetch with keepalive': () => fetch(outside, { method: 'POST', body: 'x', keepalive: true }),
    XMLHttpRequest: () =>
      new Promise((done, refused) => {
        const request = new XMLHttpRequest();
        request.onload = done;
        request.onerror = refused;
        request.open('GET', outside);
        request.send();
      }),
    WebSocket: () =>
      new Promise((done, refused) => {
        const socket = new WebSocket(`wss://${host}/`);
        socket.onopen = done;
        socket.onerror = refused;
      }),
    EventSource: () =>
      new Promise((done, refused) => {
        const source = new EventSource(outside);
        source.onopen = done;
        source.onerror = refused;
      }),
    WebTransport: () => new WebTransport(outside).ready,
    // It says true of what the policy drops later; what left is counted by the host.
    sendBeacon: () => navigator.sendBeacon(outside, 'x') && false,
  };
  const loads: Record<string, Act> = {
    image: () => element('img', { src: `${outside}?img` }),
    media: () => element('audio', { src: `${outside}?audio`, oncanplay: null }),
    object: () => element('object', { data: `${outside}?object` }),
    embed: () => element('embed', { src: `${outside}?embed` }, false),
    // Its page of an error loads; what left is counted by the host.
    frame: async () => (await element('iframe', { src: `${outside}?frame` }, false)) && false,
    stylesheet: () => link('stylesheet', {}, true),
    icon: () => link('icon'),
    manifest: () => link('manifest'),
    prefetch: () => link('prefetch', {}, true),
    preload: () => link('preload', { as: 'image' }, true),
    modulepreload: () => link('modulepreload', {}, true),
    'dns-prefetch': () => link('dns-prefetch'),
    preconnect: () => link('preconnect'),
    prerender: () => link('prerender'),
    'a font': () => new FontFace('x', `url(${outside}?font)`).load(),
    'an imported sheet': async () => {
      const sheet = new CSSStyleSheet();
      await sheet.replace(`body { background: url(${outside}?css) }`);
      document.adoptedStyleSheets = [sheet];
      return false;
    },
    worker: () => new Worker('/index.html'),
    'shared worker': () => new SharedWorker('/index.html'),
    'service worker': () => navigator.serviceWorker.register('/index.html'),
  };
  return attempt({ ...requests, ...loads });
}

/** Code that did not come with the app. */
export function runCode(): Promise<string[]> {
  const { attempt } = window as unknown as HostileWindow;
  const ran = (): boolean => Reflect.get(window, 'hostileRan') === true;
  const CODE = 'window.hostileRan = true';
  const script = (set: (element: HTMLScriptElement) => void) => async (): Promise<boolean> => {
    const element = document.createElement('script');
    set(element);
    document.head.append(element);
    await new Promise((later) => setTimeout(later, 200));
    return ran();
  };
  const call = (on: object, name: string, ...args: unknown[]): unknown =>
    Reflect.apply(Reflect.get(on, name), on, args);
  const sink = (name: string, on: object) => () => Reflect.set(on, name, `<b onclick="${CODE}">`);
  const div = document.createElement('div');
  document.body.append(div);
  const made = (type: string, text: string) => URL.createObjectURL(new Blob([text], { type }));
  const moduleType = 'text/javascript';
  const rules = { createHTML: (html: string) => html };
  return attempt({
    eval: () => (Reflect.get(window, 'eval') as (code: string) => unknown)(CODE),
    'new Function': () => (Reflect.construct(Function, [CODE]) as () => unknown)(),
    'a timer of text': async () => {
      (setTimeout as (code: string, ms: number) => void)(CODE, 0);
      await new Promise((later) => setTimeout(later, 100));
      return ran();
    },
    'an inline script': script((element) => (element.textContent = CODE)),
    'an inline script by a text node': script((element) => {
      element.append(CODE);
    }),
    'a script of data': script((element) => (element.src = `data:text/javascript,${CODE}`)),
    'a script from outside': script((element) => (element.src = 'https://example.org/x.js')),
    'a module of data': () => import(`data:text/javascript,${CODE}`),
    'a module of a blob': () => import(made(moduleType, CODE)),
    'a worker of a blob': () => new Worker(made(moduleType, CODE)),
    innerHTML: sink('innerHTML', div),
    outerHTML: sink('outerHTML', div.appendChild(document.createElement('p'))),
    srcdoc: sink('srcdoc', document.createElement('iframe')),
    insertAdjacentHTML: () => div.insertAdjacentHTML('beforeend', '<b>'),
    setHTMLUnsafe: () => call(div, 'setHTMLUnsafe', '<b>'),
    'document.write': () => call(document, 'write', '<b>'),
    DOMParser: () => new DOMParser().parseFromString('<b>', 'text/html'),
    createContextualFragment: () => document.createRange().createContextualFragment('<b>'),
    'a policy of its own': () =>
      call(Reflect.get(window, 'trustedTypes'), 'createPolicy', 'hostile', rules),
    'the default policy': () =>
      call(Reflect.get(window, 'trustedTypes'), 'createPolicy', 'default', rules),
    'an inline handler': async () => {
      div.setAttribute('onclick', CODE);
      div.click();
      return ran();
    },
    'an address of code': async () => {
      const link = Object.assign(document.createElement('a'), { href: `javascript:${CODE}` });
      document.body.append(link);
      link.click();
      await new Promise((later) => setTimeout(later, 100));
      return ran();
    },
    'an inline style': () => {
      const style = document.createElement('style');
      style.append('body { --hostile: 1 }');
      document.head.append(style);
      return getComputedStyle(document.body).getPropertyValue('--hostile') !== '';
    },
    'a style attribute': () => {
      div.setAttribute('style', '--hostile: 1');
      return getComputedStyle(div).getPropertyValue('--hostile') !== '';
    },
    WebAssembly: () => WebAssembly.compile(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)),
    'a base address': () => {
      const base = Object.assign(document.createElement('base'), { href: 'https://example.org/' });
      document.head.prepend(base);
      return document.baseURI.startsWith('https://example.org');
    },
  });
}

/** What the system or its owner would have to grant. */
export function askTheSystem(): Promise<string[]> {
  const { attempt } = window as unknown as HostileWindow;
  const { mediaDevices, permissions, clipboard, geolocation, credentials } = navigator;
  const odd = navigator as unknown as Readonly<
    Record<string, Record<string, (options?: object) => Promise<unknown>>>
  >;
  const queried = [
    'camera',
    'microphone',
    'geolocation',
    'notifications',
    'midi',
    'clipboard-read',
  ];
  const states = [...queried, 'clipboard-write', 'persistent-storage', 'idle-detection'];
  return attempt({
    ...Object.fromEntries(
      states.map((name): [string, Act] => [
        `the state of ${name}`,
        async () => (await permissions.query({ name: name as PermissionName })).state !== 'denied',
      ]),
    ),
    'to read the clipboard': () => clipboard.readText(),
    'to write the clipboard': () => clipboard.writeText('hostile'),
    'to paste': () => Reflect.apply(Reflect.get(document, 'execCommand'), document, ['paste']),
    'to locate': () =>
      new Promise((done, refused) => {
        geolocation.getCurrentPosition(done, refused);
      }),
    camera: () => mediaDevices.getUserMedia({ video: true }),
    microphone: () => mediaDevices.getUserMedia({ audio: true }),
    screen: () => mediaDevices.getDisplayMedia(),
    notifications: async () => (await Notification.requestPermission()) === 'granted',
    'storage that stays': () => navigator.storage.persist(),
    'no sleep': () => navigator.wakeLock.request('screen'),
    credentials: async () => (await credentials.get({ mediation: 'silent' })) !== null,
    usb: () => odd['usb']?.['requestDevice']?.({ filters: [] }) ?? false,
    serial: () => odd['serial']?.['requestPort']?.() ?? false,
    hid: () => odd['hid']?.['requestDevice']?.({ filters: [] }) ?? false,
    bluetooth: () => odd['bluetooth']?.['requestDevice']?.({ acceptAllDevices: true }) ?? false,
    midi: () => navigator.requestMIDIAccess(),
    fonts: async () => {
      const query = Reflect.get(window, 'queryLocalFonts') as (() => Promise<unknown>) | undefined;
      return query === undefined ? false : query.call(window);
    },
    'a file of the owner': async () => {
      const pick = Reflect.get(window, 'showOpenFilePicker') as
        (() => Promise<unknown>) | undefined;
      return pick === undefined ? false : pick.call(window);
    },
    'the disk': async () => {
      const pick = Reflect.get(window, 'showDirectoryPicker') as
        (() => Promise<unknown>) | undefined;
      return pick === undefined ? false : pick.call(window);
    },
  });
}

/** Ways to go elsewhere, to bring something up, or to put a file on the disk. */
export function leave(outside: string): Promise<string[]> {
  const { attempt } = window as unknown as HostileWindow;
  const address = () => location.origin + location.pathname;
  const here = address();
  // One after the other: a page goes to one place at a time.
  let turn: Promise<unknown> = Promise.resolve();
  const left = (way: () => unknown): Promise<boolean> => {
    const mine = turn.then(async () => {
      way();
      await new Promise((later) => setTimeout(later, 60));
      return address() !== here;
    });
    turn = mine.catch(() => undefined);
    return mine;
  };
  const click = (properties: object) => () => {
    const link = Object.assign(document.createElement('a'), properties);
    document.body.append(link);
    link.click();
  };
  const form = (properties: object) => () => {
    const made = Object.assign(document.createElement('form'), { action: outside, ...properties });
    document.body.append(made);
    made.submit();
  };
  const file = URL.createObjectURL(new Blob(['hostile']));
  const ways: Record<string, () => unknown> = {
    'location.href': () => (location.href = `${outside}?href`),
    'location.replace': () => {
      location.replace(`${outside}?replace`);
    },
    'a file address': () => {
      location.assign('file:///etc/passwd');
    },
    'a data address': () => {
      location.assign('data:text/html,x');
    },
    'a link': click({ href: `${outside}?link` }),
    'a link to a new window': click({ href: `${outside}?blank`, target: '_blank' }),
    'a link with a ping': click({ href: '#', ping: `${outside}?ping` }),
    'a form': form({ method: 'get' }),
    'a form that posts': form({ method: 'post' }),
    'a form to a new window': form({ method: 'post', target: '_blank' }),
    'a refresh': () => {
      const meta = Object.assign(document.createElement('meta'), {
        httpEquiv: 'refresh',
        content: `0;url=${outside}?meta`,
      });
      document.head.append(meta);
    },
    'a window': () => window.open(`${outside}?open`),
    'a blank window': () => window.open('about:blank'),
    'a download': click({ href: file, download: 'hostile.txt' }),
    'a download from outside': click({ href: `${outside}?file`, download: 'hostile.txt' }),
  };
  return attempt({
    ...Object.fromEntries(
      Object.entries(ways).map(([name, way]): [string, Act] => [name, () => left(way)]),
    ),
    'a dialog of files': () => {
      const input = Object.assign(document.createElement('input'), { type: 'file' });
      document.body.append(input);
      input.click();
      return (input.files?.length ?? 0) > 0;
    },
  });
}
