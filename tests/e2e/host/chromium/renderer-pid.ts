import type { CDPSession } from '@playwright/test';

interface TraceEvent {
  readonly name: string;
  readonly args: {
    readonly data?: { readonly frames?: readonly { frame: string; processId: number }[] };
  };
}

// A browser traces one thing at a time.
let turn: Promise<unknown> = Promise.resolve();

/**
 * The system's id of the process behind a page's top frame. The protocol has no call for it, but a trace of a page
 * begins with its frames and their processes. About 15 ms.
 */
export function rendererPid(cdp: CDPSession, frame: string): Promise<number> {
  const mine = turn.then(() => trace(cdp, frame));
  turn = mine.catch(() => undefined);
  return mine;
}

async function trace(cdp: CDPSession, frame: string): Promise<number> {
  let found = 0;
  const collect = ({ value }: { value: object[] }): void => {
    const started = (value as TraceEvent[]).find(({ name }) => name === 'TracingStartedInBrowser');
    found = started?.args.data?.frames?.find((entry) => entry.frame === frame)?.processId ?? found;
  };
  cdp.on('Tracing.dataCollected', collect);
  const complete = new Promise((resolve) => {
    cdp.once('Tracing.tracingComplete', resolve);
    cdp.once('close' as never, resolve as never);
  });
  const includedCategories = ['disabled-by-default-devtools.timeline'];
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories, excludedCategories: ['*'] },
  });
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', collect);
  if (found === 0) throw new Error('the browser did not name the process of a page');
  return found;
}
