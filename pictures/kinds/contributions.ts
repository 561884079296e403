import { readUncertainty, type ShownUncertainty } from '../../engine/uncertainty/read-note.ts';
import type { PicturedFigure, Remark, Row, RowsPicture } from './picture.ts';
import { add } from './exact.ts';
import { readInterval } from './intervals.ts';
import { nameOf } from './method-of.ts';
import { decimalCell, nameCell } from './tables.ts';
import { isTotal } from './totals.ts';

/** The most rows that have a bar; the table has all. */
const MOST = 12;

interface Unsure {
  readonly figure: PicturedFigure;
  readonly note: ShownUncertainty;
}

/**
 * Shows which rows make a figure unsure: the shares of its variance, in per cent. The figure is the one with this key, else the largest
 * total. Null where it would have one bar.
 */
export function showContributions(all: readonly PicturedFigure[], key: string | null): RowsPicture | null {
  const unsure = all.flatMap((figure): Unsure[] => {
    const note = readUncertainty(figure.detail);
    return note === null || note.contributions.length === 0 ? [] : [{ figure, note }];
  });
  const chosen = unsure.find(({ figure }) => figure.key === key) ?? unsure.toSorted(compareSize)[0];
  if (chosen === undefined) return null;
  const { figure, note } = chosen;
  const { contributions, remainder = { rows: 0, share: '0' } } = note;
  if (contributions.length + remainder.rows < 2) return null;
  const bars = contributions.map((each) => barOf({ is: 'figure', key: each.key, method: null }, each.share));
  const hidden = contributions.slice(MOST);
  const count = hidden.length + remainder.rows;
  const others: Row[] = [];
  if (count > 0) {
    const share = add(...hidden.map((each) => each.share), remainder.share);
    others.push({ ...barOf({ is: 'others', count }, share), tone: 'rest' });
  }
  return {
    form: 'rows',
    kind: 'contributions',
    unit: '%',
    about: [nameOf(figure)],
    groups: [{ name: null, rows: [...bars.slice(0, MOST), ...others] }],
    remarks: remarksOf(chosen, unsure.length - 1),
    table: {
      columns: ['name', 'dataset', 'value'],
      rows: [
        ...contributions.map(({ record }, at) => [
          nameCell(bars[at]!.name),
          nameCell({ is: 'text', text: record }),
          decimalCell(bars[at]!.value),
        ]),
        ...(remainder.rows === 0
          ? []
          : [
              [
                nameCell({ is: 'others', count: remainder.rows }),
                nameCell({ is: 'text', text: '' }),
                decimalCell(inPercent(remainder.share)),
              ],
            ]),
      ],
    },
    figures: [figure],
  };
}

function remarksOf({ figure, note: { unstated } }: Unsure, others: number): Remark[] {
  const { value, unit } = figure;
  const remarks: Remark[] = [{ is: 'unsure', value, unit, interval: readInterval(figure) }];
  if (unstated !== undefined)
    remarks.push({ is: 'unstated', rows: unstated.rows, of: unstated.of, share: Number(unstated.share) });
  if (others > 0) remarks.push({ is: 'other-unsure', count: others });
  return remarks;
}

function barOf(name: Row['name'], share: string): Row {
  return { name, value: inPercent(share), start: '0', tone: 'first' };
}

/** Totals first, then the largest, then by key. */
function compareSize({ figure: a }: Unsure, { figure: b }: Unsure): number {
  return (
    Number(isTotal(b)) - Number(isTotal(a)) ||
    Math.abs(Number(b.value)) - Math.abs(Number(a.value)) ||
    (a.key < b.key ? -1 : 1)
  );
}

/** Returns a share as a decimal in per cent. */
function inPercent(share: string): string {
  const [whole = '0', fraction = ''] = share.split('.');
  const digits = fraction.padEnd(2, '0');
  const negative = whole.startsWith('-') ? '-' : '';
  const left = `${whole.replace('-', '')}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  const right = digits.slice(2).replace(/0+$/, '');
  return `${negative}${left}${right === '' ? '' : `.${right}`}`;
}
