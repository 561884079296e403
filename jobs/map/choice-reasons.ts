/** Why a candidate for what a table leaves open is among them, as it is recorded, in both languages. `{score}` is how alike names are, in percent. */
const REASONS = {
  alike: { en: 'the names are {score} % alike', 'zh-CN': '名称相似度为 {score}%' },
  kind: { en: 'the run reads rows of this kind', 'zh-CN': '此计算读取这种行' },
  fits: { en: 'rows of this kind can have the columns of the table', 'zh-CN': '这种行可以有表格的各列' },
  numbers: { en: 'the cells of this column are numbers', 'zh-CN': '该列的单元格为数字' },
  units: { en: 'the cells of this column are units', 'zh-CN': '该列的单元格为单位' },
  unit: { en: 'rows of this kind are counted in it', 'zh-CN': '这种行可用此单位计量' },
  twofold: { en: 'the spelling can mean this unit', 'zh-CN': '该写法可指此单位' },
  offered: { en: 'rows of this kind often have it', 'zh-CN': '这种行常用此项' },
  allowed: { en: 'rows of this kind can have it', 'zh-CN': '这种行可以取此项' },
  inputs: { en: 'another input of the run has it', 'zh-CN': '此计算的其他输入中有此项' },
  period: { en: 'it is the period of the run', 'zh-CN': '这是此计算的时期' },
  thousands: { en: 'the mark can separate thousands', 'zh-CN': '该符号可为千位分隔符' },
  decimals: { en: 'the mark can begin decimals', 'zh-CN': '该符号可为小数点' },
  'day-first': { en: 'the day can be first', 'zh-CN': '可为日在前' },
  'month-first': { en: 'the month can be first', 'zh-CN': '可为月在前' },
  stated: { en: 'its person stated it', 'zh-CN': '由使用者说明' },
  'left-out': {
    en: 'the run may read nothing of this name',
    'zh-CN': '此计算可能不读取此名称的内容',
  },
} as const;

/** Why a candidate is among them. */
export type ChoiceReason = Exclude<keyof typeof REASONS, 'alike'>;

/** Returns the reason as it is recorded. */
export function formatChoiceReason(reason: ChoiceReason): string {
  return REASONS[reason].en;
}

/** Returns the reason of a candidate by how alike its name is, from 0 to 1, as it is recorded. */
export function formatScore(score: number): string {
  return REASONS.alike.en.replace('{score}', String(Math.round(100 * score)));
}

const ALIKE = /^the names are (\d{1,3}) % alike$/;

/** Returns a recorded reason in Chinese; null for one that no choice of a table has. */
export function writeChoiceReasonInChinese(recorded: string): string | null {
  const [, score] = ALIKE.exec(recorded) ?? [];
  if (score !== undefined) return REASONS.alike['zh-CN'].replace('{score}', score);
  return Object.values(REASONS).find(({ en }) => en === recorded)?.['zh-CN'] ?? null;
}
