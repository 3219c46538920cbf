import { describe, expect, it } from 'vitest';
import { contract } from '../../src/shared/ipc/contract.ts';
import type { Call, Event } from '../../src/shared/ipc/call.ts';
import { channelOf, outlineOf } from '../../src/shared/ipc/outline.ts';

/*
 * What a compromised page can ask of main. A line more, or one that says `any` or `plaintext`, is a decision: it is
 * made here, in sight of a review.
 */

const CALLS = [
  'vault.status        any   read',
  'vault.retry         any   heavy',
  'vault.strength      any   read',
  'vault.setup         any   password',
  'vault.unlock        any   password',
  'vault.lock          any   read',
  'vault.changePassword open password',
  'vault.previewRepair open  heavy',
  'vault.repair        open  password',
  'secrets.list        open  read',
  'secrets.describe    open  read',
  'secrets.reveal      open  reveal   plaintext: one field',
  'secrets.revealPlain open  plain    plaintext: the plain fields of one record',
  'secrets.copy        open  reveal',
  'secrets.totp        open  read     a code of thirty seconds',
  'secrets.create      open  write    327680',
  'secrets.update      open  write    327680',
  'secrets.rename      open  write',
  'secrets.remove      open  write',
  'secrets.undoRemove  open  write',
  'secrets.history     open  read',
  'secrets.compare     open  read',
  'secrets.restore     open  write',
  'generator.password  any   read     what is stored nowhere',
  'generator.passphrase any  read     what is stored nowhere',
  'imports.choose      open  write',
  'imports.read        open  write    1052672',
  'imports.choosePythonStore open password',
  'imports.apply       open  write',
  'imports.drop        any   write',
  'settings.list       open  read',
  'settings.set        open  write',
  'settings.reset      open  write',
  'audit.query         open  read',
  'audit.verify        open  heavy',
  'audit.acknowledgeGap open write',
  'audit.copyCorrelationId any read',
  'app.info            any   read',
  'app.setPreferences  any   write',
  'app.openLink        any   write',
  'app.openDocument    any   write',
  'app.ready           any   write',
  'app.quit            any   write',
  'clipboard.clear     any   write',
];

const EVENTS = [
  'vault.state',
  'secrets.changed',
  'app.command',
  'app.infoChanged',
  'clipboard.countdown',
];

const members = Object.entries<Readonly<Record<string, Call | Event>>>(contract).flatMap(
  ([group, verbs]) =>
    Object.entries(verbs).map(([verb, member]) => ({ name: `${group}.${verb}`, member })),
);

describe('the surface of the window', () => {
  it('is these calls, each with what it needs, how often it may be made and how large it may be', () => {
    const present = members.flatMap(({ name, member }) => {
      if (member.kind !== 'call') return [];
      const { needs, rate, maxBytes } = member.policy;
      return [[name, needs, rate, ...(maxBytes === undefined ? [] : [String(maxBytes)])].join(' ')];
    });
    const pinned = CALLS.map((line) => {
      const [name = '', needs = '', rate = '', size = ''] = line.split(/ +/);
      return [name, needs, rate, ...(/^\d+$/.test(size) ? [size] : [])].join(' ');
    });
    expect(present).toEqual(pinned);
  });

  it('is these events', () => {
    const present = members.filter(({ member }) => member.kind === 'event').map(({ name }) => name);
    expect(present).toEqual(EVENTS);
  });

  it('has a schema for every call that refuses what it does not know', () => {
    for (const { name, member } of members) {
      if (member.kind !== 'call') continue;
      for (const odd of [undefined, null, 1, 'text', [], { unknown: 1 }]) {
        expect([name, odd, member.request.safeParse(odd).success]).toEqual([name, odd, false]);
      }
    }
  });

  it('is what the preload’s outline names, by channels that are computed', () => {
    const { calls, events } = outlineOf(contract);
    const channels = [calls, events].flatMap((groups) =>
      Object.entries(groups).flatMap(([group, verbs]) =>
        verbs.map((verb) => channelOf(group, verb)),
      ),
    );
    expect(new Set(channels).size).toBe(CALLS.length + EVENTS.length);
    expect(channels).toContain('vault:secrets.reveal');
  });
});
