import { readUncertainty, type ShownUncertainty } from '../../engine/uncertainty/read-note.ts';
import { groupDigits, nameLevel, nameUnit, shortNumber } from '../drawing/numbers.ts';
import type { Drawing, PicturedFigure } from '../drawing/picture.ts';
import { drawBars, type Bar } from './bars.ts';
import { isTotal } from './totals.ts';

/** The most rows that have a bar. */
const MOST = 20;

/** Returns what a figure states about the rows that make it unsure; null where it says nothing. */
function contributionsOf({ detail }: PicturedFigure): ShownUncertainty | null {
  const note = readUncertainty(detail);
  return note === null || note.contributions.length === 0 ? null : note;
}

/** Returns whether a figure says which rows make it unsure. */
export function hasContributions(figure: PicturedFigure): boolean {
  return contributionsOf(figure) !== null;
}

/** What makes a figure unsure: the share of its variance that comes from each row, 0 to 1, the largest first. */
export interface FigureContributions {
  readonly figure: PicturedFigure;
  readonly rows: readonly { readonly record: string; readonly key: string; readonly share: string }[];
  /** The rows that are not listed, and their share; null where all are. */
  readonly remainder: { readonly rows: number; readonly share: string } | null;
}

/** Returns what makes a figure unsure: the one with this key, else the largest total; null where no figure states it. */
export function chooseContributions(
  all: readonly PicturedFigure[],
  key: string | null,
): FigureContributions | null {
  const unsure = all.filter(hasContributions);
  const figure = unsure.find((each) => each.key === key) ?? unsure.toSorted(compareSize)[0];
  const note = figure === undefined ? null : contributionsOf(figure);
  if (figure === undefined || note === null) return null;
  return { figure, rows: note.contributions, remainder: note.remainder ?? null };
}

/** Draws which rows make a figure unsure: the one with this key, else the largest total. */
export function drawContributions(all: readonly PicturedFigure[], key: string | null): Drawing {
  const unsure = all.filter(hasContributions);
  const { figure } = chooseContributions(all, key)!;
  const note = contributionsOf(figure)!;
  const unit = nameUnit(figure.unit);
  const { contributions, remainder, unstated } = note;
  const rows = contributions.map(({ key: row, record, share }) => ({ row, record, share }));
  const bars: Bar[] = rows.slice(0, MOST).map(({ row, record, share }) => ({
    label: row,
    note: `in ${record.slice(0, 18)}…`,
    value: Number(share),
    text: percent(share),
  }));
  const rest = rows.slice(MOST);
  const others = rest.length + (remainder?.rows ?? 0);
  const restShare = rest.reduce((sum, { share }) => sum + Number(share), Number(remainder?.share ?? 0));
  if (others > 0)
    bars.push({
      label: `${others} other ${others === 1 ? 'row' : 'rows'}`,
      value: restShare,
      text: percent(restShare),
      isRest: true,
    });
  const { shapes, height } = drawBars(bars);
  const interval =
    note.low === undefined || note.high === undefined
      ? ''
      : ` Its ${nameLevel(note.level)} interval is from ${shortNumber(note.low)} to ${shortNumber(note.high)} ${unit}.`;
  return {
    title: `Contributions to the variance of ${figure.key}`,
    summary: `Which rows make ${figure.key} unsure: the part of its variance that comes from each. The figure is ${groupDigits(figure.value)} ${unit}.${interval}`,
    height,
    shapes,
    table: {
      caption: `Contributions to the variance of ${figure.key}, the largest first`,
      head: ['Row', 'Dataset', 'Share of the variance'],
      named: 1,
      rows: [
        ...rows.map(({ row, record, share }) => [row, record, percent(share)]),
        ...(remainder === undefined
          ? []
          : [
              [
                `${remainder.rows} other ${remainder.rows === 1 ? 'row' : 'rows'}`,
                '',
                percent(remainder.share),
              ],
            ]),
      ],
    },
    remarks: [
      `of the figure ${figure.key}, ${groupDigits(figure.value)} ${unit}`,
      ...(unstated === undefined
        ? []
        : [
            `${unstated.rows} of ${unstated.of} rows state no uncertainty and count as certain: ${percent(unstated.share)} of the figure's magnitude`,
          ]),
      ...(unsure.length > 1 ? [`the result has ${unsure.length - 1} other figures with contributions`] : []),
    ],
    figures: [figure],
  };
}

/** Totals first, then the largest, then by key. */
function compareSize(a: PicturedFigure, b: PicturedFigure): number {
  return (
    Number(isTotal(b)) - Number(isTotal(a)) ||
    Math.abs(Number(b.value)) - Math.abs(Number(a.value)) ||
    (a.key < b.key ? -1 : 1)
  );
}

function percent(share: string | number): string {
  return `${groupDigits(String(Number((100 * Number(share)).toPrecision(3))))} %`;
}
