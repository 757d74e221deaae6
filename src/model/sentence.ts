/** The languages Bancada speaks. */
export type Language = 'en' | 'pt';

/**
 * One sentence for the user, in every language at once. The library hands sentences on as they are;
 * only the printers choose a language, so no code below them knows which one the user reads.
 */
export type Sentence = { readonly [language in Language]: string };
