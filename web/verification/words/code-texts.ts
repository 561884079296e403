import type { BadInputCode } from '../../../core/error-codes.ts';
import { CODE_MEANINGS, isOfValue } from '../../../jobs/verify/code-meanings.ts';
import { defineTexts } from '../../language/texts.ts';

/** Codes of values that a page explains one by one. All others are `notAllowed`: only who writes proof files can tell them apart. */
const EXPLAINED: ReadonlySet<string> = new Set<BadInputCode>([
  ...(['json-syntax', 'json-too-large', 'json-depth', 'json-not-canonical', 'json-bom'] as const),
  ...(['json-utf8', 'missing-member', 'wrong-type', 'bundle-limit'] as const),
]);

/** What can be wrong before a file is verified, and what every other value means that the protocol does not allow. */
const useWords = defineTexts(
  {
    ...CODE_MEANINGS.en,
    unreadable: 'The browser cannot read the file. Was it moved or changed since you chose it?',
    'working-paper':
      'This is the working paper of an auditor, not a proof file. Open it on the auditor page, which says which opinion cites it and draws its samples again.',
    notAllowed: 'The file holds a value that the format does not allow. Ask for the file again.',
  },
  {
    ...CODE_MEANINGS['zh-CN'],
    unreadable: '浏览器无法读取文件。选择后文件是否被移动或修改？',
    'working-paper':
      '这是核查机构的工作底稿，不是证明文件。请在核查机构页面打开：该页会指出引用它的意见，并重新抽取其样本。',
    notAllowed: '文件含有格式不允许的值。请重新索取。',
  },
);

/** Returns what a code means and what to do next, in the language of the page. */
export function useCodeText(): (code: string) => string {
  const words = useWords() as Readonly<Record<string, string>>;
  const isExplained = (code: string): boolean =>
    Object.hasOwn(words, code) && (EXPLAINED.has(code) || !isOfValue(code));
  return (code) => words[isExplained(code) ? code : 'notAllowed']!.replaceAll('`', '');
}
