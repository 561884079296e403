import { formatTime } from '../../core/encoding/time.ts';
import { ENGLISH_PICTURES } from './english.ts';
import { formatShare, groupDigits, nameUnit, shortNumber } from './english-numbers.ts';
import type { PictureLanguage } from './language.ts';

/** Pictures in English, for files: names as the data has them, and numbers with thin spaces between thousands. */
export const IN_ENGLISH: PictureLanguage = {
  texts: ENGLISH_PICTURES,
  figure: (key) => key,
  rowType: (type) => type,
  outside: (text) => text,
  place: (code) => code,
  short: shortNumber,
  decimal: groupDigits,
  count: String,
  percent: formatShare,
  unit: nameUnit,
  period: (from, until) =>
    from === 0 && until === 0 ? 'none' : `${formatTime(from)} to ${formatTime(until)} (exclusive)`,
  moment: (from, _isFirst, isYear) => formatTime(from).slice(0, isYear ? 4 : 7),
};
