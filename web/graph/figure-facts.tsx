import type { ReactNode } from 'react';
import { Facts } from '../components/facts.tsx';
import { useFormat } from '../language/format.ts';
import type { Entry } from '../../core/records/entry.ts';
import type { FigureNode } from '../../jobs/explain/graph.ts';
import { readStatedFigure, type StatedFigure } from '../../jobs/explain/stated-figure.ts';
import { showSureness } from '../../jobs/explain/shown-sureness.ts';
import { usePanelTexts } from './panel-texts.ts';
import { useQuantity } from './quantity.ts';
import classes from './node.module.css';
import { FaultText } from '../components/fault-text.tsx';
import { useRunWarnings } from '../language/faults/run-warnings.ts';
import { MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';

const DECIMAL = /^-?\d+(\.\d+)?$/;
const STATES = ['mean', 'median', 'mode', 'other'] as const;

/** A figure, and how it states that it was computed. Its detail comes from anyone: what has no known form is left out. */
export function FigureFacts({ node: { entry, of } }: { node: FigureNode }) {
  const texts = usePanelTexts();
  const textOf = useRunWarnings();
  if (entry === null) return null;
  const stated = readStatedFigure(entry.detail);
  const { formula, warnings, cites } = stated;
  return (
    <>
      {formula !== null && (
        <section>
          <h3>{texts.formula}</h3>
          <code className={classes['formula']}>= {formula}</code>
        </section>
      )}
      {cites !== null && <p>{texts.cited(showOutside(cites.key, MOST_OF_TITLE))}</p>}
      {formula === null && cites === null && <p className="quiet">{texts.notStated}</p>}
      <Quantities entry={entry} stated={stated} of={of} />
      {warnings.length > 0 && (
        <section>
          <h3>{texts.warnings}</h3>
          <ul>
            {warnings.map(({ code, message, accepted }) => (
              <li key={message}>
                <FaultText text={textOf(code)} message={message} />
                {accepted !== undefined && <p>{texts.acceptedAs(showOutside(accepted, MOST_OF_TITLE))}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface QuantitiesProps {
  readonly entry: Entry;
  readonly stated: StatedFigure;
  readonly of: string | null;
}

function Quantities({ entry, stated, of }: QuantitiesProps) {
  const texts = usePanelTexts();
  const format = useFormat();
  const write = useQuantity();
  const { method } = entry.detail ?? {};
  const { roundingDifference: difference, rounding, uncertainty } = stated;
  const unit = format.unit(entry.unit);
  const facts: (readonly [string, ReactNode])[] = [];
  if (entry.value !== null) facts.push([texts.value, <strong>{write(entry.value, entry.unit)}</strong>]);
  facts.push(...useSureness(uncertainty, entry.unit));
  if (entry.until !== 0) facts.push([texts.period, format.period(entry.from, entry.until)]);
  if (of !== null) facts.push([texts.heldBy, of]);
  if (typeof method === 'string') facts.push([texts.method, method]);
  facts.push(...useRounding(rounding));
  if (difference !== null && DECIMAL.test(difference))
    facts.push([texts.roundingDifference, `${format.decimal(difference)} ${unit}`]);
  return <Facts facts={facts} />;
}

function useRounding(rounding: StatedFigure['rounding']): (readonly [string, string])[] {
  const texts = usePanelTexts();
  const format = useFormat();
  if (rounding === null || !isMode(texts.modes, rounding.mode)) return [];
  const to =
    'decimals' in rounding
      ? texts.decimals(format.number(rounding.decimals))
      : texts.digits(format.number(rounding.digits));
  return [[texts.rounding, `${to} (${texts.modes[rounding.mode]})`]];
}

function isMode<Mode extends string>(words: Readonly<Record<Mode, string>>, mode: string): mode is Mode {
  return Object.hasOwn(words, mode);
}

/** Returns how sure a figure is, as facts: its interval, what it is in its distribution, its mean, and what its rows state. */
function useSureness(
  uncertainty: StatedFigure['uncertainty'],
  unitOfFigure: string,
): (readonly [string, string])[] {
  const texts = usePanelTexts();
  const format = useFormat();
  const dependence = useDependence(uncertainty);
  if (uncertainty === null) return [];
  const { interval, mean } = showSureness(uncertainty);
  if (interval === null) return [];
  const { level, states, rowsState = {} } = uncertainty;
  const unit = format.unit(unitOfFigure);
  const { low, high, percent } = interval;
  const away =
    percent === null || unitOfFigure === '%'
      ? ''
      : ` (${texts.away(format.decimal(percent.below), format.decimal(percent.above))})`;
  const counts = STATES.flatMap((own) => {
    const count = rowsState[own] ?? 0;
    return count === 0 ? [] : [`${format.number(count)} ${texts.rowsOf[own]}`];
  });
  const name = uncertainty.ends === 'shortest' ? texts.shortestInterval : texts.interval;
  return [
    [name(format.percent(Number(level))), `${format.decimal(low)} – ${format.decimal(high)} ${unit}${away}`],
    ...(states === undefined ? [] : ([[texts.figureIs, texts.figureStates[states]]] as const)),
    ...(mean === null ? [] : ([[texts.mean, writeMean(mean)]] as const)),
    ...(counts.length === 0 ? [] : ([[texts.rowsState, counts.join(', ')]] as const)),
    ...dependence,
  ];

  function writeMean({ mean: shown, error }: NonNullable<typeof mean>): string {
    const own = `${format.decimal(shown)} ${unit}`;
    return error === null ? own : `${own} (${texts.standardError(format.decimal(error))})`;
  }
}

/** Returns how the uncertain rows of a figure depend on each other, as a fact. */
function useDependence(uncertainty: StatedFigure['uncertainty']): (readonly [string, string])[] {
  const texts = usePanelTexts();
  const format = useFormat();
  if (uncertainty?.correlation === undefined) return [];
  const { independent, groups, rows = 0 } = uncertainty.correlation;
  const together = groups === undefined ? [] : [texts.together(format.number(rows), format.number(groups))];
  return [[texts.dependence, [texts.independent(format.number(independent)), ...together].join(', ')]];
}
