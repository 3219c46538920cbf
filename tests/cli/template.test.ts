import { describe, expect, it } from 'vitest';
import { fillTemplate, parseTemplate } from '../../src/cli/template.ts';
import { VaultError } from '../../src/shared/vault-error.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const render = async (
  template: Uint8Array,
  values: Record<string, Uint8Array>,
  asked: unknown[] = [],
) =>
  fillTemplate(parseTemplate(template), async (wanted) => {
    asked.push(wanted);
    const value = values[`${wanted.name}/${wanted.field ?? ''}`];
    if (value === undefined) throw new VaultError('not_found');
    return value;
  });

describe('a template', () => {
  it('has every place filled, as often as it comes, and each field read once', async () => {
    const asked: unknown[] = [];
    const out = await render(
      bytes('a={{strongroom://one}}\nb={{  strongroom://zwei%20ü/key\t}}{{strongroom://one}}\n'),
      { 'one/': bytes('1'), 'zwei ü/key': bytes('2') },
      asked,
    );
    expect(Buffer.from(out).toString()).toBe('a=1\nb=21\n');
    expect(asked).toEqual([
      { name: 'one', field: null },
      { name: 'zwei ü', field: 'key' },
    ]);
  });

  it('is bytes: what is not text stays as it is, and other braces are text', async () => {
    const odd = Buffer.concat([
      Buffer.from([0xff, 0x00, 0xfe]),
      bytes('{{ x }} ${y} {{ a://b }} }}'),
    ]);
    const template = Buffer.concat([odd, bytes('{{ strongroom://one }}'), odd]);
    const out = await render(template, { 'one/': Buffer.from([0xc3, 0xbc]) });
    expect(Buffer.compare(out, Buffer.concat([odd, Buffer.from([0xc3, 0xbc]), odd]))).toBe(0);
  });

  it('puts a value in as it is, also one that looks like a place', async () => {
    const out = await render(bytes('{{ strongroom://one }}'), {
      'one/': bytes('{{ strongroom://two }}'),
    });
    expect(Buffer.from(out).toString()).toBe('{{ strongroom://two }}');
  });

  it.each([
    '{{ strongroom:// }}',
    '{{ strongroom://one',
    '{{ strongroom://one }',
    '{{ strongroom://one/two/three }}',
    '{{ strongroom://%zz }}',
    '{{ strongroom://one\n}}',
    '{{ strongroom://one/b d }}',
  ])('is refused for %j', (text) => {
    expect(() => parseTemplate(bytes(text))).toThrow(VaultError);
  });

  it('gives nothing if one place cannot be filled, and zeroes what was read', async () => {
    const value = bytes('1');
    const rendering = render(bytes('{{strongroom://one}}{{strongroom://two}}'), { 'one/': value });
    await expect(rendering).rejects.toThrow(VaultError);
    expect([...value]).toEqual([0]);
  });
});
