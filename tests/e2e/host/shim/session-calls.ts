/** What the host asks of sessions. */
import { host } from './host-link.ts';
import { findSession, type Permission } from './session.ts';
import { cancellable, strict } from './strict.ts';
import { findContents } from './web-contents.ts';

host.serve({
  request: (request) => findSession(request.session).answer(request),
  permissions: async ({ contents, names }) => {
    const asking = findContents(contents);
    const granted: string[] = [];
    for (const name of names) {
      if (await asking.session.grants(asking as never, name as Permission)) granted.push(name);
    }
    return granted;
  },
  download: ({ contents, url, file }) => {
    const asking = findContents(contents);
    const event = cancellable({});
    const item = strict('downloadItem', { getURL: () => url, getFilename: () => file });
    asking.session.emit('will-download', event, item, asking);
    return !event.defaultPrevented;
  },
});
