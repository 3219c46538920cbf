import { createBridge } from './bridge.ts';
import { createCodec } from './codec.ts';
import { isolatedWorld, type WorldOptions } from './isolated-world.ts';
import { mainWorld } from './main-world.ts';
import { shiftClock } from './shift-clock.ts';

/** Program for the page's own world. */
export function mainWorldProgram(secret: string, clockOffsetMs: number): string {
  return `(${String(shiftClock)})(${String(clockOffsetMs)});
  (${String(mainWorld)})(${JSON.stringify(secret)}, ${String(createBridge)});`;
}

/** Program for the preload's world; the preload's bytes go in unchanged. */
export function isolatedWorldProgram(options: WorldOptions, preload: string): string {
  return `(${String(isolatedWorld)})(${JSON.stringify(options)}, {
    createBridge: ${String(createBridge)},
    createCodec: ${String(createCodec)},
    preload: function (require, process, exports, module) {${preload}
    },
  });`;
}
