import { describe, expect, it } from 'vitest';
import { mainField } from '../../../../src/renderer/features/secrets/main-field.ts';
import { takeText } from '../../../../src/renderer/features/secrets/take-text.ts';

describe('a value that came from main', () => {
  it('becomes text as it is, and its bytes are zeroed', () => {
    const bytes = new TextEncoder().encode('\uFEFFkey ä\n');
    expect(takeText(bytes)).toBe('\uFEFFkey ä\n');
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  });
});

describe('the main field', () => {
  it('is the first concealed one, else the first, else none', () => {
    const plain = { name: 'username', concealed: false };
    const key = { name: 'api-key', concealed: true };
    expect(mainField([plain, key])).toBe('api-key');
    expect(mainField([plain])).toBe('username');
    expect(mainField([])).toBeNull();
  });
});
