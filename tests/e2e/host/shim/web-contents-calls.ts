/** What the host tells of pages. */
import { host } from './host-link.ts';
import { cancellable } from './strict.ts';
import { contentsIfThere, findContents } from './web-contents.ts';

host.serve({
  navigate: ({ contents, url, mainFrame }) => findContents(contents).mayNavigate(url, mainFrame),
  openWindow: ({ contents, url }) => findContents(contents).mayOpen(url),
  navigated: ({ contents, url }) => {
    const target = findContents(contents);
    target.mainFrame.goTo(url);
    target.emit('did-navigate', cancellable({}), url, 200, 'OK');
  },
  loaded: ({ contents, processId }) => {
    findContents(contents).finishLoad(processId);
  },
  input: ({ contents, type }) => {
    contentsIfThere(contents)?.emit('input-event', cancellable({}), { type });
  },
  gone: ({ contents }) => {
    contentsIfThere(contents)?.lose();
  },
  console: ({ contents, level, text }) => {
    contentsIfThere(contents)?.emit('console-message', cancellable({ level, message: text }));
  },
  preloadFailed: ({ contents, message }) => {
    const target = findContents(contents);
    target.emit('preload-error', cancellable({}), '', new Error(message));
  },
});
