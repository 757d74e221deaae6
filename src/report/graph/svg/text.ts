const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML, in content and in attributes. Characters that XML 1.0 cannot hold become a replacement character. */
export const escapeXml = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Width of a text in a monospaced font, in pixels. */
export const monoWidth = (text: string, size: number): number => text.length * size * 0.61;

/** Width of a text in a proportional font, in pixels; rather too much than too little. */
export const sansWidth = (text: string, size: number): number => text.length * size * 0.6;
