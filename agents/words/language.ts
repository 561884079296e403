/** The languages in which the program renders: BCP 47, as in the portal. */
export const LANGUAGES = ['en', 'zh-CN'] as const;
/** A language in which the program writes answers. */
export type Language = (typeof LANGUAGES)[number];

/** A text in each language. */
export type BothTexts = Readonly<Record<Language, string>>;
