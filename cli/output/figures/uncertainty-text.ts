import type { UncertaintyNote } from '../../../engine/figures/uncertainty-note.ts';
import { readEnds, type ShownEnds, type ShownUncertainty } from '../../../engine/uncertainty/read-note.ts';
import { showEnds, showMean } from '../../../engine/uncertainty/shown-interval.ts';
import { formatCount, groupDigits, plainText } from '../text-format.ts';

/** Significant digits of a standard deviation, and of a share in per cent. */
const DIGITS = 3;
/** A standard error of an end above this part of half the width is worth a remark: the second digit is not sure. */
const LARGE_ERROR = 0.05;

/** Returns the interval in a member `uncertainty`, which comes from anyone, for people; `none` where there is none. */
export function showInterval(uncertainty: unknown): string {
  const ends = readEnds(uncertainty);
  const interval = ends === null ? '' : formatInterval(ends);
  return interval === '' ? 'none' : interval;
}

/**
 * Returns an interval for a column, with the digits that its ends have; empty where there is none. How far both ends are from the value is shown in
 * per cent of it, unless the unit is itself per cent.
 */
export function formatInterval(shown: ShownEnds, unit = ''): string {
  const interval = showEnds(shown);
  if (interval === null) return '';
  const { low, high, percent } = interval;
  const ends = `${groupNumber(low)} to ${groupNumber(high)}`;
  if (percent === null || unit === '%') return ends;
  return `${ends} (${sign(percent.below)} % to ${sign(percent.above)} %)`;
}

function groupNumber(text: string): string {
  const [whole = '', fraction] = text.split('.');
  return fraction === undefined ? groupDigits(whole) : `${groupDigits(whole)}.${fraction}`;
}

function sign(percent: string): string {
  return percent.startsWith('-') ? percent.replace('-', '−') : `+${percent}`;
}

/** Returns the mean of a figure, and where it is of draws its standard error; empty where the figure is its mean, or has none. */
export function formatMean({ mean, errors }: Pick<ShownUncertainty, 'mean' | 'errors'>): string {
  if (mean === undefined) return '';
  const shown = showMean(mean, errors);
  return shown.error === null
    ? groupNumber(shown.mean)
    : `${groupNumber(shown.mean)} (standard error ${shown.error})`;
}

/** Returns what all intervals of a run are: how they were computed, and whether the draws suffice. */
export function describeIntervals(notes: readonly UncertaintyNote[]): string[] {
  const none = notes.filter(({ low }) => low === undefined).length;
  const without =
    none === 0 ? [] : [`! ${formatCount(none, 'figure')} without an interval: no row states an uncertainty`];
  const first = notes.find(({ low }) => low !== undefined);
  // A figure without an interval was not drawn, and does not say how often others were.
  if (first === undefined) return without;
  const { approach, level, draws, seed, generator, ends } = first;
  const interval = `${ends === 'shortest' ? 'shortest ' : ''}${formatLevel(level)} % intervals`;
  const how =
    approach === 1
      ? 'by propagation of error (Approach 1 of the IPCC)'
      : `of ${draws} draws (Approach 2 of the IPCC; ${plainText(generator)}, seed ${seed})`;
  const few = notes.filter(hasFewDraws).length;
  return [
    `${interval} ${how}`,
    ...(few === 0
      ? []
      : [`! ${formatCount(few, 'interval')} would move with more draws: set parameters.draws higher`]),
    ...without,
  ];
}

function hasFewDraws({ approach, low, high, errors }: UncertaintyNote): boolean {
  if (approach === 1 || low === undefined || high === undefined) return false;
  const half = (Number(high) - Number(low)) / 2;
  const { low: below, high: above } = errors ?? {};
  if (below === undefined || above === undefined) return true;
  return half > 0 && Math.max(Number(below), Number(above)) > LARGE_ERROR * half;
}

/** Returns how sure a figure is, line by line: interval, standard errors, what its rows state, contributions, and rows without uncertainty. */
export function listUncertainty(note: ShownUncertainty, unit: string): string[] {
  const { approach, level, standardDeviation, contributions, remainder, unstated, errors, draws, shape } =
    note;
  const { states, rowsState } = note;
  const interval = formatInterval(note, unit);
  const drawn = `Approach 2, ${draws} draws${note.ends === undefined ? '' : ', the shortest interval'}`;
  const how = approach === 1 ? `Approach 1, ${shape ?? 'normal'}` : drawn;
  const ends =
    errors?.low === undefined || errors.high === undefined
      ? []
      : [`its ends have the standard errors ${plainText(errors.low)} and ${plainText(errors.high)}`];
  return [
    ...(interval === ''
      ? []
      : [
          `${formatLevel(level)} % interval ${interval} ${plainText(unit)}; ${how}`,
          ...ends,
          ...(states === undefined ? [] : [`the figure is ${STATES[states]} of its distribution`]),
          ...(note.mean === undefined ? [] : [`its mean is ${formatMean(note)}, in ${plainText(unit)}`]),
          ...(rowsState === undefined ? [] : [`computed from ${describeStated(rowsState)}`]),
          `standard deviation ${shorten(Number(standardDeviation))} ${plainText(unit)}, of whose square come`,
          ...contributions.map(
            ({ key, record, share }) =>
              `  ${formatShare(share)} from ${plainText(key)} in ${record.slice(0, 12)}…`,
          ),
          ...(remainder === undefined
            ? []
            : [`  ${formatShare(remainder.share)} from ${formatCount(remainder.rows, 'other row')}`]),
        ]),
    ...listDependence(note.correlation),
    ...listUnstated(unstated),
    ...(note.propagated === undefined ? [] : listUncertainty(note.propagated, unit).slice(0, 1)),
  ];
}

const STATES = {
  mean: 'the mean',
  median: 'the median',
  mode: 'the mode',
  other: 'not known to be mean, median or mode',
} as const;
const STATED = { mean: 'mean', median: 'median', mode: 'mode', other: 'other value' } as const;

/** Returns what the values of uncertain rows are, such as `3 means, 100 medians`. */
function describeStated(rowsState: NonNullable<ShownUncertainty['rowsState']>): string {
  const counts = Object.entries(STATED).flatMap(([states, word]) => {
    const count = rowsState[states as keyof typeof STATED] ?? 0;
    return count === 0 ? [] : [formatCount(count, word)];
  });
  return counts.join(', ');
}

/** Returns which uncertain rows move together, and how many are taken as independent. */
function listDependence(correlation: ShownUncertainty['correlation']): string[] {
  if (correlation === undefined) return [];
  const { independent, groups = 0, rows = 0, results = 0 } = correlation;
  return [
    ...(groups === 0 ? [] : [`${formatCount(rows, 'row')} in ${formatCount(groups, 'group')} move together`]),
    ...(independent === 0 ? [] : [`${formatCount(independent, 'row')} taken as independent`]),
    ...(results === 0 ? [] : [`! ${formatCount(results, 'result')} taken as independent of each other`]),
  ];
}

function listUnstated(unstated: ShownUncertainty['unstated']): string[] {
  if (unstated === undefined) return [];
  const { rows, of, share: part, documents = 0 } = unstated;
  return [
    ...(rows === 0
      ? []
      : [
          `! ${rows} of ${formatCount(of, 'row')} state no uncertainty and count as certain: ${formatShare(part)} of its magnitude`,
        ]),
    ...(documents === 0 ? [] : [`! all cells of ${formatCount(documents, 'document')} count as certain`]),
  ];
}

/** Returns a probability such as 0.95 in per cent. */
function formatLevel(level: string): string {
  return String(Number((100 * Number(level)).toPrecision(8)));
}

function formatShare(share: string): string {
  return `${shorten(100 * Number(share))} %`;
}

function shorten(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}
