/** The scheme that serves the page, registered with Chromium as a standard and secure one. */
export const SCHEME = 'app';
export const HOST = 'strongroom';
/** As Chromium writes it. */
export const ORIGIN = `${SCHEME}://${HOST}`;
export const START_PAGE = `${ORIGIN}/index.html`;

/** Whether an address is under our origin. Node calls every origin of a scheme of its own "null": its parts are compared. */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address);
  return (
    url?.protocol === `${SCHEME}:` &&
    url.host === HOST &&
    url.username === '' &&
    url.password === ''
  );
}

/** Whether a frame shows our page: by its address and by the origin that Chromium gives it. */
export function isOwnPage(frame: { readonly url: string; readonly origin: string }): boolean {
  return isOwnAddress(frame.url) && frame.origin === ORIGIN;
}
