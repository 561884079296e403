/** The languages in which the program renders: BCP 47, as in the portal. */
export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];
