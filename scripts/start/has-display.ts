/** Whether a window can be shown at all: elsewhere than on Linux there is always a desktop. */
export function hasDisplay(platform = process.platform, env = process.env): boolean {
  if (platform !== 'linux') return true;
  return [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((name) => (name ?? '') !== '');
}
