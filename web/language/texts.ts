import { useLanguage } from './language.tsx';

type Text = string | ((...values: never[]) => string);
interface Catalogue {
  readonly [key: string]: Text | Catalogue;
}

/** The same keys, each with a text of the same kind. */
type Same<Texts> = {
  readonly [Key in keyof Texts]: Texts[Key] extends string
    ? string
    : Texts[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Same<Texts[Key]>;
};

/**
 * Defines the texts of a page in English and in Simplified Chinese, and returns a hook that gives those in the language of the page.
 * A text that lacks its translation does not compile. Texts with values are functions.
 * @example
 * ```ts
 * export const useHomeTexts = defineTexts(
 *   { title: 'Records', found: (count: string) => `${count} found` },
 *   { title: '记录', found: (count) => `找到 ${count} 条` },
 * );
 * ```
 */
export function defineTexts<const Texts extends Catalogue>(
  english: Texts,
  chinese: Same<Texts>,
): () => Same<Texts> {
  const texts = { en: english as unknown as Same<Texts>, 'zh-CN': chinese };
  return () => texts[useLanguage().language];
}
