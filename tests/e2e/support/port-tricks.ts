/* What a page of somebody else tries on a gateway's port. Each function runs as text in the page and imports nothing. */

export interface Target {
  /** `http://127.0.0.1:7421` */
  readonly gateway: string;
  /** What the page is after. */
  readonly path: string;
  /** A key that has leaked. */
  readonly key: string;
}

/** Tries every way to get at an answer; the names of those that showed it anything at all. */
export async function tryPortTricks({ gateway, path, key }: Target): Promise<string[]> {
  const url = gateway + path;
  const headers = { Authorization: `Bearer ${key}` };
  const patience = (): Promise<boolean> =>
    new Promise((done) => {
      setTimeout(done, 3000, false);
    });
  const element = (tag: string, attributes: Readonly<Record<string, string>>): Promise<boolean> =>
    new Promise((done) => {
      const node = document.createElement(tag);
      node.onload = () => {
        done(true);
      };
      node.onerror = () => {
        done(false);
      };
      for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
      document.body.append(node);
    });
  const read = async (init: RequestInit, where = url): Promise<boolean> => {
    const answer = await fetch(where, init);
    return answer.status !== 0 || (await answer.text()) !== '';
  };
  const framed = async (fill: (name: string) => void): Promise<boolean> => {
    const frame = document.createElement('iframe');
    frame.name = `frame${String(Math.floor(performance.now() * 1000))}`;
    document.body.append(frame);
    const loaded = new Promise((done) => {
      frame.onload = done;
    });
    fill(frame.name);
    await Promise.race([loaded, patience()]);
    const address = frame.contentWindow?.location.href ?? '';
    return address !== 'about:blank' && frame.contentDocument?.body.textContent !== '';
  };
  const form = (method: string, enctype: string) =>
    framed((name) => {
      const node = document.createElement('form');
      Object.assign(node, { method, enctype, action: url, target: name });
      const input = document.createElement('input');
      Object.assign(input, { name: '{"profile":"', value: '"}' });
      node.append(input);
      document.body.append(node);
      node.submit();
    });
  const worker = (source: string): Promise<boolean> =>
    new Promise((done) => {
      const script = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
      const made = new Worker(script);
      made.onmessage = ({ data }: MessageEvent<boolean>) => {
        done(data);
      };
      made.onerror = () => {
        done(false);
      };
    });
  const tricks: Readonly<Record<string, () => Promise<boolean>>> = {
    fetch: () => read({}),
    'fetch with the key': () => read({ headers }),
    'fetch with credentials': () => read({ credentials: 'include' }),
    'fetch, no-cors': () => read({ mode: 'no-cors' }),
    'fetch, no-cors, with the key': () => read({ mode: 'no-cors', headers }),
    'fetch, POST of a simple type': () => read({ method: 'POST', body: '{}', mode: 'no-cors' }),
    'fetch of what is open to all': () => read({}, `${gateway}/healthz`),
    'fetch of the document, no-cors': () => read({ mode: 'no-cors' }, `${gateway}/openapi.json`),
    'fetch, DELETE': () => read({ method: 'DELETE' }),
    'fetch, keepalive': () => read({ keepalive: true, mode: 'no-cors' }),
    XMLHttpRequest: () =>
      new Promise((done) => {
        const request = new XMLHttpRequest();
        request.open('GET', url);
        request.setRequestHeader('Authorization', headers.Authorization);
        request.onload = () => {
          done(true);
        };
        request.onerror = () => {
          done(false);
        };
        request.send();
      }),
    img: () => element('img', { src: url }),
    'img, anonymous': () => element('img', { src: url, crossorigin: 'anonymous' }),
    script: () => element('script', { src: url }),
    'script, module': () => element('script', { src: url, type: 'module' }),
    stylesheet: () => element('link', { rel: 'stylesheet', href: url }),
    embed: () => element('embed', { src: url, type: 'text/html' }).then(() => false),
    object: () => element('object', { data: url }),
    video: () => element('video', { src: url }),
    prefetch: () => element('link', { rel: 'prefetch', href: url }).then(() => false),
    'import()': async () => Object.keys((await import(url)) as object).length >= 0,
    iframe: () =>
      framed((name) => {
        open(url, name);
      }),
    'form, GET': () => form('get', 'application/x-www-form-urlencoded'),
    'form, POST': () => form('post', 'application/x-www-form-urlencoded'),
    'form, POST as text that is JSON': () => form('post', 'text/plain'),
    WebSocket: () =>
      new Promise((done) => {
        const socket = new WebSocket(url.replace('http', 'ws'));
        socket.onopen = () => {
          done(true);
        };
        socket.onerror = () => {
          done(false);
        };
      }),
    EventSource: () =>
      new Promise((done) => {
        const source = new EventSource(url);
        source.onopen = () => {
          done(true);
        };
        source.onerror = () => {
          source.close();
          done(false);
        };
      }),
    // It says only that it will try; what came of it is on the wire.
    sendBeacon: async () => !navigator.sendBeacon(url, '{}'),
    'a worker': () =>
      worker(
        `fetch(${JSON.stringify(url)}).then(() => postMessage(true), () => postMessage(false))`,
      ),
    'a script of a worker': () =>
      worker(`importScripts(${JSON.stringify(url)}); postMessage(true)`),
    'a service worker from there': () =>
      navigator.serviceWorker.register(`${gateway}/docs`).then(() => true),
    'a service worker between': async () => {
      const registered = await navigator.serviceWorker.register('/worker.js');
      await navigator.serviceWorker.ready;
      const channel = new MessageChannel();
      const answer = new Promise<boolean>((done) => {
        channel.port1.onmessage = ({ data }: MessageEvent<boolean>) => {
          done(data);
        };
      });
      registered.active?.postMessage(url, [channel.port2]);
      return answer;
    },
  };
  const outcomes = await Promise.all(
    Object.entries(tricks).map(async ([name, trick]) => {
      try {
        return (await Promise.race([trick(), patience()])) ? [name] : [];
      } catch {
        return [];
      }
    }),
  );
  return outcomes.flat();
}

/** Says over the port that it is given whether it could read anything of the address that it is told. */
export const SERVICE_WORKER = `
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('message', async ({ data: url, ports: [port] }) => {
  const tries = [{}, { mode: 'no-cors' }].map((init) =>
    fetch(url, init).then(async (answer) => answer.status !== 0 || (await answer.text()) !== '', () => false));
  port.postMessage((await Promise.all(tries)).includes(true));
});
`;
