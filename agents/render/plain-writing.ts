import { formatTime } from '../../core/encoding/time.ts';
import { showHidden } from '../../core/outside-text.ts';
import { writeReasonInChinese } from '../../jobs/compute/chinese-reasons.ts';
import { RUN_FAULTS_IN_CHINESE } from '../../jobs/compute/chinese-run-faults.ts';
import { RUN_WARNINGS_IN_CHINESE } from '../../jobs/compute/chinese-run-warnings.ts';
import { GAP_WRITERS, readGapWords } from '../../jobs/compute/gap-words.ts';
import { groupDigits, nameUnit } from '../../pictures/words/english-numbers.ts';
import { IN_ENGLISH } from '../../pictures/words/in-english.ts';
import { writeTitle } from '../../pictures/words/picture-text.ts';
import type { Language } from '../words/language.ts';
import type { Writing } from './writing.ts';

/** How values are written where a face has no own way, such as a terminal: figures by their keys, dates as in ISO 8601. */
export function plainWriting(language: Language): Writing {
  return {
    language,
    figure: (key) => key,
    rowType: (type) => type,
    outside: showHidden,
    decimal: groupDigits,
    count: String,
    unit: (unit) => (unit === '1' ? '' : nameUnit(unit)),
    period: (from, until) => writePeriod(from, until, language),
    finding: language === 'en' ? () => null : findInChinese,
    lacking: language === 'en' ? showHidden : lackInChinese,
    reason: language === 'en' ? showHidden : reasonInChinese,
    title: (picture) => writeTitle(picture, IN_ENGLISH),
  };
}

/** What methods find, in Chinese: they say it in English. */
const FINDINGS: Readonly<Record<string, string>> = { ...RUN_FAULTS_IN_CHINESE, ...RUN_WARNINGS_IN_CHINESE };

/** Says in Chinese what a run found. The message of the program has the rows and values, and no panel shows it here: it is behind the text. */
function findInChinese(code: string, message: string): string | null {
  const own = Object.hasOwn(FINDINGS, code) ? FINDINGS[code] : undefined;
  return own === undefined ? null : `${own}程序原文：${showHidden(message)}`;
}

/** Says in Chinese what a run lacks. */
function lackInChinese(what: string): string {
  const { is, of, name } = readGapWords(showHidden(what));
  return GAP_WRITERS['zh-CN'][is](of, name);
}

function reasonInChinese(recorded: string): string {
  const shown = showHidden(recorded);
  return writeReasonInChinese(shown, { place: (code) => code, lacking: lackInChinese }) ?? shown;
}

/** Writes a period by its year, its first and last day, or its moments. */
function writePeriod(from: number, until: number, language: Language): string {
  if (from === 0 && until === 0) return language === 'en' ? 'no period' : '无时期';
  const [first, end] = [formatTime(from), formatTime(until)];
  const year = Number(first.slice(0, 4));
  if (first === `${year}-01-01` && end === `${year + 1}-01-01`) return String(year);
  const last = end.length === 10 ? formatTime(until - 86_400) : end;
  return first === last ? first : language === 'en' ? `${first} to ${last}` : `${first} 至 ${last}`;
}
