import { describe, expect, it } from 'vitest';
import { repairWords } from '../../../../src/renderer/features/doors/repair-rows.ts';
import { sentence } from './sentences.ts';

const KRAKEN = '11111111-1111-4111-8111-111111111111';
const DAMAGED = '22222222-2222-4222-8222-222222222222';
const GONE = '33333333-3333-4333-8333-333333333333';
const known = {
  nameOf: (id: string) => (id === KRAKEN ? 'kraken-live' : null),
  madeOn: (id: string) => (id === DAMAGED ? '3 Oct 2026' : null),
};
const said = (table: string, id: string) => {
  const words = repairWords({ table, id }, known);
  return [sentence(words.title), words.id];
};

describe('a row of a repair', () => {
  it('is a secret by its name, by its day if the name does not open, or just a secret', () => {
    expect(said('secrets_metadata', KRAKEN)).toEqual(['Secret kraken-live', KRAKEN]);
    expect(said('secrets_metadata', DAMAGED)).toEqual(['A secret made on 3 Oct 2026', DAMAGED]);
    expect(said('secrets_metadata', GONE)).toEqual(['A secret', GONE]);
  });

  it('is an older value of a secret, with its number', () => {
    expect(said('secret_versions', `${KRAKEN}:3`)).toEqual(['kraken-live, older value 3', KRAKEN]);
    expect(said('secret_versions', `${GONE}:12`)).toEqual(['An older value, version 12', GONE]);
  });

  it('is a setting by its name on the command line, which is its id too', () => {
    expect(said('settings', 'history.keep')).toEqual(['Setting history.keep', '']);
  });

  it('is named by its table if the window does not know that', () => {
    expect(said('grants', GONE)).toEqual(['Entry in grants', GONE]);
  });
});
