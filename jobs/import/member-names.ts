import { MEMBER_WORDS, type TableLanguage } from '../../tables/layout/member-words.ts';

/** Returns what people read for each member that has words, in one language. */
export function listMemberWords(
  language: TableLanguage,
): Readonly<Record<keyof typeof MEMBER_WORDS, string>> {
  return Object.fromEntries(
    Object.entries(MEMBER_WORDS).map(([member, words]) => [member, words[language]]),
  ) as Record<keyof typeof MEMBER_WORDS, string>;
}
