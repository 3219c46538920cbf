/**
 * Stored text as it may reach a terminal: control characters (C0, DEL, C1), bidirectional controls, other
 * invisible format characters and lone surrogates become \u{XXXX}, so that a name can neither move the cursor
 * nor show itself as something else (CVE-2021-42574).
 */
export function escapeText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
    return `\\u{${hex}}`;
  });
}

/** How many columns a text takes on a terminal, near enough to line up a table. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mn}/u.test(character)) continue;
    columns += WIDE.test(character) ? 2 : 1;
  }
  return columns;
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;
