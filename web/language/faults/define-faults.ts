import { useLanguage } from '../language.tsx';

/** Returns the text of a code in the language of the page; null where the message of the program is to be shown as it is. */
export type FaultTexts = (code: string) => string | null;

/**
 * Defines the texts of a list of codes, and returns a hook that gives them. In Chinese every code has one: a code without it does not
 * compile. In English the program that failed says it itself; `english` is for codes whose messages name options that a page does not have.
 */
export function defineFaults<Code extends string>(
  chinese: Readonly<Record<Code, string>>,
  english?: Readonly<Partial<Record<Code, string>>>,
): () => FaultTexts {
  const texts = { en: english ?? {}, 'zh-CN': chinese } as const;
  return () => {
    const own: Readonly<Record<string, string | undefined>> = texts[useLanguage().language];
    return (code) => (Object.hasOwn(own, code) ? (own[code] ?? null) : null);
  };
}
