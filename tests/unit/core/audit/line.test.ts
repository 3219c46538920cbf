import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  checkWritable,
  encodeEntry,
  encodeLine,
  MAC_SUFFIX_BYTES,
  MAX_LINE_BYTES,
  parseLine,
  seqOf,
  splitLines,
} from '../../../../src/core/audit/line.ts';
import type { AuditEntry } from '../../../../src/shared/model.ts';
import { VaultError } from '../../../../src/shared/vault-error.ts';

interface Vectors {
  lines: { entry: AuditEntry; line: string }[];
}
const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/audit-chain.json', import.meta.url), 'utf8'),
);
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const MAC = 'A'.repeat(43);

const ENTRY: AuditEntry = {
  v: 1,
  seq: 4,
  ts: '2026-11-20T07:00:00.000Z',
  mono: 12,
  boot: '0badf00d',
  correlation_id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  actor: 'owner',
  event: 'secret.read',
  outcome: 'ok',
  reason: null,
  ref: { secret: '7d444840-9dc0-11d1-b245-5ffdce74fad2' },
  n: { version: 2, gen: 9 },
};

describe('a line of the audit log', () => {
  it.each(vectors.lines.map(({ entry, line }) => [entry.event, entry, line] as const))(
    'is written and read as the frozen vector %s',
    (_event, entry, line) => {
      const mac = line.slice(-46, -3);
      expect(Buffer.from(encodeLine(encodeEntry(entry), mac)).toString('latin1')).toBe(line);
      const parsed = parseLine(bytes(line));
      expect(parsed?.entry).toEqual(entry);
      expect(parsed?.mac).toBe(mac);
      expect(parsed?.covered).toEqual(bytes(line.slice(0, -MAC_SUFFIX_BYTES)));
    },
  );

  it('is read only in the one spelling that is written', () => {
    const line = Buffer.from(encodeLine(encodeEntry(ENTRY), MAC)).toString('latin1');
    expect(parseLine(bytes(line))).not.toBeNull();
    const others = [
      line.replace('{"v"', '{ "v"'),
      line.replace('"v":1', '"v":2'),
      line.replace('"seq":4', '"seq":04'),
      line.replace('"seq":4', '"seq":-0'),
      line.replace('"seq":4', '"seq":4.0'),
      line.replace('"seq":4', '"seq":4e0'),
      line.replace('"seq":4', '"seq":-4'),
      line.replace('"seq":4', '"seq":9007199254740992'),
      line.replace('"mono":12', '"mono":"12"'),
      line.replace('"owner"', '"Owner"'),
      line.replace('"ok"', '"OK"'),
      line.replace('secret.read', 'secret read'),
      line.replace('secret.read', 'secret.\\u0072ead'),
      line.replace('"reason":null', '"reason":""'),
      line.replace('"ref":{', '"ref":{"secret":"x",'),
      line.replace('"ref":{', '"ref":{"__proto__":"x",'),
      line.replace('"version":2', '"version":2.5'),
      line.replace('"version":2', '"version":-0'),
      line.replace('"n":{"version":2,"gen":9}', '"n":[]'),
      line.replace('"n":{"version":2,"gen":9}', '"n":null'),
      line.replace('"boot":"0badf00d"', '"boot":"0BADF00D"'),
      line.replace('3f2504e0-4f89', '3F2504E0-4f89'),
      line.replace('07:00:00.000Z', '07:00:00Z'),
      line.replace(',"mac"', ',"x":1,"mac"'),
      line.replace(',"mac"', ', "mac"'),
      line.replace(MAC, MAC.slice(1)),
      line.replace(MAC, `${MAC.slice(1)}=`),
      line.replace('}\n', '}\r\n'),
      line.slice(0, -1),
      line.slice(1),
      '\n',
      '',
      'null\n',
    ];
    for (const other of others) {
      expect(other).not.toBe(line);
      expect(parseLine(bytes(other)), other).toBeNull();
    }
  });

  it('holds printable ASCII only, the rest as lower-case \\uXXXX', () => {
    const odd = { ...ENTRY, ref: { later: 'é\t"\\\u007f\u{1f512}\u2028' } };
    expect(encodeEntry(odd)).toContain('"\\u00e9\\u0009\\"\\\\\\u007f\\ud83d\\udd12\\u2028"');
    expect(parseLine(encodeLine(encodeEntry(odd), MAC))?.entry).toEqual(odd);
    const raw = bytes(`${encodeEntry(ENTRY).replace('7d44', '7d\u00e9')},"mac":"${MAC}"}\n`);
    expect(parseLine(raw)).toBeNull();
  });

  it.each<[string, Partial<AuditEntry> | Record<string, unknown>]>([
    ['an event name with a space', { event: 'a b' }],
    ['an empty event name', { event: '' }],
    ['an event name of 65 characters', { event: 'e'.repeat(65) }],
    ['an upper-case event name', { event: 'Secret.read' }],
    ['a fraction', { n: { size: 1.5 } }],
    ['NaN', { n: { size: Number.NaN } }],
    ['an unsafe integer', { n: { size: 2 ** 53 } }],
    ['a name with a digit first', { n: { '1': 1 } }],
    ['free text as an id', { ref: { secret: 'my bank password' } }],
    ['an empty id', { ref: { secret: '' } }],
    ['an id of 129 characters', { ref: { secret: 'x'.repeat(129) } }],
    ['an id with a quote', { ref: { secret: 'a"b' } }],
    ['a lone surrogate', { ref: { secret: '\ud800' } }],
    ['a correlation id that is none', { correlation_id: 'x' }],
    ['an unknown actor', { actor: 'root' }],
    ['an unknown outcome', { outcome: 'maybe' }],
    ['a reason with spaces', { reason: 'because of' }],
  ])('is refused as a programming error with %s, without a word of it', (_what, wrong) => {
    const entry = { ...ENTRY, ...wrong } as AuditEntry;
    expect(() => checkWritable(entry)).toThrow(VaultError);
    try {
      checkWritable(entry);
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'internal' });
      expect(JSON.stringify(thrown)).not.toContain('bank');
    }
  });

  it('is at most 1 KiB long', () => {
    const ref: Record<string, string> = {};
    const room = () => MAX_LINE_BYTES - encodeEntry({ ...ENTRY, ref }).length - MAC_SUFFIX_BYTES;
    for (let i = 0; room() > 120; i += 1) ref[`field${i}`] = 'x'.repeat(100);
    ref['rest'] = 'x';
    ref['rest'] = 'x'.repeat(1 + room());
    expect(() => checkWritable({ ...ENTRY, ref })).not.toThrow();
    const line = encodeLine(encodeEntry({ ...ENTRY, ref }), MAC);
    expect(line).toHaveLength(MAX_LINE_BYTES);
    expect(parseLine(line)).not.toBeNull();
    ref['rest'] += 'x';
    expect(() => checkWritable({ ...ENTRY, ref })).toThrow(VaultError);
    expect(parseLine(encodeLine(encodeEntry({ ...ENTRY, ref }), MAC))).toBeNull();
  });
});

describe('seqOf', () => {
  it('reads the number from the beginning of a line, and null from anything else', () => {
    for (const seq of [0, 7, 4096, Number.MAX_SAFE_INTEGER]) {
      expect(seqOf(Buffer.from(`{"v":1,"seq":${String(seq)},"ts":"2026`))).toBe(seq);
    }
    const none = [
      '',
      '{}',
      ' {"v":1,"seq":1,',
      '{"v":1,"seq":-1,',
      '{"v":1,"seq":1',
      '{"v":2,"seq":1,',
    ];
    for (const text of [...none, '{"v":1,"seq":99999999999999999,']) {
      expect(seqOf(Buffer.from(text)), text).toBeNull();
    }
  });
});

describe('splitLines', () => {
  it('gives each line with its end, and what follows the last one', () => {
    const { lines, rest } = splitLines(bytes('a\n\nbc\nd'));
    expect(lines.map((line) => Buffer.from(line).toString())).toEqual(['a\n', '\n', 'bc\n']);
    expect(Buffer.from(rest).toString()).toBe('d');
    expect(splitLines(bytes(''))).toEqual({ lines: [], rest: bytes('') });
  });
});
