import { describe, expect, it } from 'vitest';
import { wrongSender, type FrameFacts } from '../../../src/main/ipc/sender.ts';
import { isOwnAddress } from '../../../src/main/origin.ts';
import { ownFrame } from '../../support/desk.ts';

const frame = (more: Partial<FrameFacts> = {}): FrameFacts => ({ ...ownFrame(), ...more });

describe('the sender of a message', () => {
  it('is right if it is the main frame of the present page', () => {
    const page = ownFrame();
    expect(wrongSender(page, page)).toBeNull();
  });

  it('is nobody without a frame, or when its frame has gone', () => {
    expect(wrongSender(null, ownFrame())).toBe('no_frame');
    const gone = {
      get parent(): never {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    } as unknown as FrameFacts;
    expect(wrongSender(gone, gone)).toBe('no_frame');
  });

  it('is a stranger from a frame inside ours', () => {
    const page = ownFrame();
    expect(wrongSender(frame({ parent: page }), page)).toBe('sub_frame');
  });

  it('is a stranger from another page, one that was replaced or one that is not there', () => {
    expect(wrongSender(ownFrame(), ownFrame())).toBe('other_page');
    expect(wrongSender(ownFrame(), null)).toBe('other_page');
  });

  it('is a stranger once it is detached', () => {
    const page = frame({ detached: true });
    expect(wrongSender(page, page)).toBe('detached');
  });

  it.each([
    ['another origin', { url: 'https://strongroom/', origin: 'https://strongroom' }],
    ['another host', { url: 'app://strongroom.evil/index.html', origin: 'app://strongroom.evil' }],
    ['an empty address', { url: '', origin: '' }],
    ['about:blank with our origin', { url: 'about:blank', origin: 'app://strongroom' }],
    ['about:srcdoc', { url: 'about:srcdoc', origin: 'app://strongroom' }],
    ['a data: address', { url: 'data:text/html,x', origin: 'null' }],
    ['our address with an opaque origin', { url: 'app://strongroom/index.html', origin: 'null' }],
    ['no address at all', { url: 'app', origin: 'app://strongroom' }],
    ['a user in the address', { url: 'app://u@strongroom/', origin: 'app://strongroom' }],
    ['a port', { url: 'app://strongroom:1/', origin: 'app://strongroom' }],
  ])('is a stranger with %s', (_what, more) => {
    const page = frame(more);
    expect(wrongSender(page, page)).toBe('other_origin');
  });
});

describe('our addresses', () => {
  it('are those under our origin', () => {
    expect(isOwnAddress('app://strongroom/assets/x.js')).toBe(true);
    expect(isOwnAddress('app://strongroom')).toBe(true);
    expect(isOwnAddress('app:strongroom/index.html')).toBe(false);
    expect(isOwnAddress('app:///strongroom/index.html')).toBe(false);
    expect(isOwnAddress('file://strongroom/index.html')).toBe(false);
    expect(isOwnAddress('app://strongroom@evil/')).toBe(false);
  });
});
