import { isPlain, type Cell, type Picture, type Remark } from '../kinds/picture.ts';
import type { PictureLanguage } from './language.ts';
import { writeName } from './name-text.ts';

/** Remarks about marks: they say nothing about a table. */
const OF_MARKS: ReadonlySet<Remark['is']> = new Set(['cut-scale', 'own-flows', 'gaps', 'shown-of']);

/** Says what a picture shows, and in which unit. */
export function writeTitle({ kind, unit, about }: Picture, language: PictureLanguage): string {
  const [first = '', second = ''] = about.map((name) => writeName(name, language));
  return language.texts.titles[kind](language.unit(unit), first, second);
}

/** Says what a reader must know about a picture, or about its table alone. */
export function writeRemarks(
  { remarks, unit }: Picture,
  language: PictureLanguage,
  isTable = false,
): string[] {
  return remarks
    .filter(({ is }) => !isTable || !OF_MARKS.has(is))
    .map((remark) => writeRemark(remark, unit, language));
}

function writeRemark(remark: Remark, unit: string, language: PictureLanguage): string {
  const { count, decimal, outside } = language;
  const { remarks } = language.texts;
  const unitText = language.unit(unit);
  if (isPlain(remark)) return remarks[remark.is];
  if (isSureness(remark)) return writeSureness(remark, language);
  switch (remark.is) {
    case 'difference':
      return remarks.difference(decimal(remark.difference), unitText);
    case 'other-units':
      return remarks['other-units'](remark.count, remark.units.map(language.unit).join(', '));
    case 'shown-of':
    case 'intervals-of':
      return remarks[remark.is](count(remark.shown), count(remark.of));
    case 'smallest-regions':
    case 'smallest-units':
    case 'without-interval':
    case 'other-unsure':
      return remarks[remark.is](count(remark.count));
    case 'negative-flows':
      return remarks['negative-flows'](count(remark.count), decimal(remark.sum), unitText);
    case 'other-paths':
    case 'no-partner':
      return remarks[remark.is](decimal(remark.value), unitText);
    case 'other-stressors':
      return remarks['other-stressors'](remark.stressors.map(outside).join(', '));
  }
}

/** A remark about how sure figures are. */
type Sureness = Extract<Remark, { is: (typeof SURENESS)[number] }>;
const SURENESS = ['level', 'outside-interval', 'unsure', 'compared', 'unstated'] as const;

function isSureness(remark: Remark): remark is Sureness {
  return SURENESS.some((is) => is === remark.is);
}

function writeSureness(remark: Sureness, language: PictureLanguage): string {
  const { count, percent } = language;
  const { remarks } = language.texts;
  switch (remark.is) {
    case 'level':
      return remarks.level(percent(Number(remark.level)));
    case 'outside-interval':
      return remarks['outside-interval'](remark.figures.map((name) => writeName(name, language)).join(', '));
    case 'unsure':
    case 'compared':
      return writeUnsure(remark, language);
    case 'unstated':
      return remarks.unstated(count(remark.rows), count(remark.of), percent(remark.share));
  }
}

function writeUnsure(
  { is, value, unit, interval }: Extract<Remark, { is: 'unsure' | 'compared' }>,
  { texts: { remarks }, decimal, unit: writeUnit, percent }: PictureLanguage,
): string {
  const write = (amount: string): string => `${decimal(amount)} ${writeUnit(unit)}`.trim();
  if (interval === null) return remarks[is](write(value));
  const { low, high, level } = interval;
  const text = remarks[`${is}-within`](write(value), write(low), write(high), percent(Number(level)));
  const isOpen = is === 'compared' && Number(low) <= 0 && Number(high) >= 0;
  return isOpen ? `${text} ${remarks['compared-unsure']}` : text;
}

/** The numbers of a picture as text, with all digits. */
export interface WrittenTable {
  readonly head: readonly string[];
  /** Which columns are numbers; the others name the row. */
  readonly isNumber: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
}

/** Writes the numbers of a picture for people: at most `most` rows. */
export function writeTable(
  { table: { columns, rows } }: Picture,
  language: PictureLanguage,
  most = Infinity,
): WrittenTable {
  return {
    head: columns.map((column) => language.texts.columns[column]),
    isNumber: columns.map((_column, at) =>
      rows.some((row) => row[at] !== undefined && row[at].is !== 'name'),
    ),
    rows: rows.slice(0, most).map((row) => row.map((cell) => writeCell(cell, language))),
  };
}

function writeCell(cell: Cell, language: PictureLanguage): string {
  if (cell.is === 'name') return writeName(cell.name, language);
  if (cell.is === 'decimal') return language.decimal(cell.value);
  return cell.value === null ? '' : language.percent(cell.value);
}
