import { type FINDING_CODES, FINDING_WORDS } from '../../jobs/import/finding-words.ts';
import type { BothTexts, Language } from '../words/language.ts';

/**
 * What tools find of records, by code, in each language. `{data}` is what the finding names: titles, and codes of checks. Findings of methods
 * have the codes of their warnings.
 */
export const FOUND = {
  'no-record': {
    en: 'No record that can be read here has words of the question. Name it, or register it',
    'zh-CN': '此处可读的记录中没有与问题相符的。请指明记录，或先行登记',
  },
  'records-not-listed': {
    en: 'The ledger has other records, which were not searched. Name a record to have it opened',
    'zh-CN': '账本中还有未查找的记录。如所需记录在其中，请指明',
  },
  'records-not-opened': {
    en: 'These records have words of the question too, and were not opened: {data}',
    'zh-CN': '下列记录也与问题相符，但未打开：{data}',
  },
  'proof-fails': {
    en: 'The proof of this record does not verify, so none of its figures is shown: {data}',
    'zh-CN': '此记录的证明未通过核验，因此不显示其数值：{data}',
  },
  'proof-unchecked': {
    en: 'The proof of this record could not be checked, so none of its figures is shown: {data}',
    'zh-CN': '此记录的证明无法核验，因此不显示其数值：{data}',
  },
  'proof-missing': {
    en: 'There is no proof file of this record here, so none of its figures is shown: {data}',
    'zh-CN': '此处没有该记录的证明文件，因此不显示其数值：{data}',
  },
  'no-line': {
    en: 'No panorama that was opened has a line of this account: {data}',
    'zh-CN': '所打开的全景中没有该账户的数值：{data}',
  },
  'rival-lines': {
    en: 'Sources state different values for this line, and nothing here decides between them: {data}',
    'zh-CN': '各来源对此项所列数值各异，此处无法取舍：{data}',
  },
  'no-derivation': {
    en: 'These figures do not state how they were computed: {data}',
    'zh-CN': '下列数值未说明其计算过程：{data}',
  },
  'made-from-set': {
    en: 'These figures are made from whole sets of rows of these types, and the rows are not listed: {data}',
    'zh-CN': '下列数值依据整组此类数据行，未逐行列出：{data}',
  },
  'parts-not-shown': {
    en: 'No proof file here shows these parts of figures: {data}',
    'zh-CN': '此处的证明文件未显示下列数值的这些组成部分：{data}',
  },
  'parts-not-listed': {
    en: 'These figures have other parts, which are not listed: {data}',
    'zh-CN': '下列数值还有其他组成部分，未予列出：{data}',
  },
  'not-two-records': {
    en: 'To compare records, name each of them. Their proofs must verify',
    'zh-CN': '如需比较，请指明各条记录，其证明须通过核验',
  },
  'stated-otherwise': {
    en: 'The records state this figure otherwise: {data}',
    'zh-CN': '各条记录对此数所述不同：{data}',
  },
  'in-one-record': {
    en: 'The other record, or its proof file, does not show these: {data}',
    'zh-CN': '另外的记录或其证明文件未显示下列各项：{data}',
  },
  'nothing-differs': {
    en: 'What the proof files show of these records does not differ',
    'zh-CN': '证明文件所显示的内容没有差别',
  },
  'entries-not-shown': {
    en: 'The proof file of this record shows a part of its entries. The others were not compared: {data}',
    'zh-CN': '此记录的证明文件仅显示部分条目，其余未作比较：{data}',
  },
  'records-not-compared': {
    en: 'These records were found too, and are not compared: {data}',
    'zh-CN': '还找到下列记录，未作比较：{data}',
  },
  'no-figure-touched': {
    en: 'This record names it as a source, and no figure that its proof file shows says that it is made from it: {data}',
    'zh-CN': '此记录将其列为来源，但证明文件所显示的数值均未注明依据它：{data}',
  },
  'not-made-from': {
    en: 'This record is listed as made from the other, but its proof file does not show that: {data}',
    'zh-CN': '此记录被列为依据该记录，但其证明文件未显示此关系：{data}',
  },
  'no-dependent': {
    en: 'No record that can be read here is made from it: {data}',
    'zh-CN': '此处可读的记录均未依据此记录：{data}',
  },
  'dependents-not-listed': {
    en: 'The ledger may have other records that are made from it. They are not listed here',
    'zh-CN': '账本中可能还有依据此记录的其他记录，此处未列出',
  },
  'factors-found': {
    en: 'Factors were looked for by these words of the question: {data}',
    'zh-CN': '按问题中的下列词查找因子：{data}',
  },
  'no-factor': {
    en: 'No factor that can be read here has words of the question for its place and year',
    'zh-CN': '此处可读的因子中没有与问题的词、地点和年份相符的',
  },
  'factors-not-shown': {
    en: 'Other factors have these words too, and are not listed: {data}',
    'zh-CN': '其他因子也含有这些词，未予列出：{data}',
  },
  'fewest-rows': {
    en: 'No smaller set of these improvements reaches it: each was computed',
    'zh-CN': '规模更小的改进组合均未达到：已逐个计算',
  },
  'sets-not-tried': {
    en: 'The search ended at its limit: not all sets of these improvements were computed',
    'zh-CN': '搜索已达上限：并非所有改进组合都已计算',
  },
  'no-set-of-rows': {
    en: 'No set of these improvements reaches it, not even all of them',
    'zh-CN': '即使全部改进也未达到',
  },
  'no-figure-of-run': {
    en: 'This run has no figure that the question is about. Begin it with another result, or change its parameters: run {data}',
    'zh-CN': '此运行没有与问题相关的数值。请改用其他结果，或更改其参数：运行 {data}',
  },
  'run-not-given': {
    en: 'A run was left out, so the answer does not speak of what it would say. Choose what it is computed from: run {data}',
    'zh-CN': '有运行未提供，因此答案不涉及它会说明的内容。请选择其计算依据：运行 {data}',
  },
  'no-number': {
    en: 'The question has no number to compare with. Write it in digits, with its unit: run {data}',
    'zh-CN': '问题中没有可供比较的数字。请用阿拉伯数字写出，并注明单位：运行 {data}',
  },
  'table-open': {
    en: 'A table leaves open how it is to be read, so this run was not computed. Accept a choice that begins with this name, or import the table: {data}',
    'zh-CN': '表格的读法尚未确定，因此未进行此计算。请接受以此名称开头的选择，或先导入该表格：{data}',
  },
  'table-read': {
    en: 'Rows were read from a table by this mapping, which the answer holds with its rows: {data}',
    'zh-CN': '数据行按下列对应关系从表格读取，回答中随数据行保存此对应关系：{data}',
  },
  'no-figure': {
    en: 'This record shows no figure that was asked for: {data}',
    'zh-CN': '此记录没有显示所问的数值：{data}',
  },
} as const satisfies Readonly<Record<string, BothTexts>>;
export type FoundCode = keyof typeof FOUND;

/** Returns the text of a finding, also of what was read differently from a table; null for one whose words are its message. */
export function writeFound(code: string, data: string, language: Language): string | null {
  if (Object.hasOwn(FINDING_WORDS[language], code))
    return `${FINDING_WORDS[language][code as (typeof FINDING_CODES)[number]]} ${data}`;
  if (!Object.hasOwn(FOUND, code)) return null;
  return FOUND[code as FoundCode][language].replace('{data}', () => data);
}
