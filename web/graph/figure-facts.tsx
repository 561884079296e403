import type { ReactNode } from 'react';
import * as z from 'zod';
import { Facts } from '../components/facts.tsx';
import { useFormat } from '../language/format.ts';
import { type Derivation, readCitation } from '../../core/records/derivation.ts';
import type { Entry } from '../../core/records/entry.ts';
import type { FigureNode } from './graph.ts';
import { usePanelTexts } from './panel-texts.ts';
import { useQuantity } from './quantity.ts';
import classes from './node.module.css';
import { LongText } from '../components/outside-text.tsx';
import { MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';

const roundingSchema = z.object({
  mode: z.enum(['half-even', 'half-up']),
  decimals: z.number().optional(),
  digits: z.number().optional(),
});
const warningsSchema = z.array(z.object({ message: z.string() }));
const DECIMAL = z.string().regex(/^-?\d+(\.\d+)?$/);
const STATES = ['mean', 'median', 'mode', 'other'] as const;
const intervalSchema = z.object({
  low: DECIMAL,
  high: DECIMAL,
  level: DECIMAL,
  mean: DECIMAL.optional(),
  rowsState: z.partialRecord(z.enum(STATES), z.int()).default({}),
});

/** A figure, and how it states that it was computed. Its detail comes from anyone: what has no known form is left out. */
export function FigureFacts({ node: { entry, derivation, of } }: { node: FigureNode }) {
  const texts = usePanelTexts();
  if (entry === null) return null;
  const { formula, warnings: stated } = derivation?.members ?? {};
  const warnings = warningsSchema.safeParse(stated).data ?? [];
  const citation = readCitation(entry.detail);
  return (
    <>
      {typeof formula === 'string' && (
        <section>
          <h3>{texts.formula}</h3>
          <code className={classes['formula']}>= {formula}</code>
        </section>
      )}
      {citation !== null && <p>{texts.cited(showOutside(citation.key, MOST_OF_TITLE))}</p>}
      {derivation === null && <p className="quiet">{texts.notStated}</p>}
      <Quantities entry={entry} members={derivation?.members ?? {}} of={of} />
      {warnings.length > 0 && (
        <section>
          <h3>{texts.warnings}</h3>
          <ul>
            {warnings.map(({ message }) => (
              <li key={message}>
                <LongText text={message} />
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
  readonly members: Derivation['members'];
  readonly of: string | null;
}

function Quantities({ entry, members, of }: QuantitiesProps) {
  const texts = usePanelTexts();
  const format = useFormat();
  const write = useQuantity();
  const { method, uncertainty } = entry.detail ?? {};
  const { roundingDifference: difference, rounding } = members;
  const interval = intervalSchema.safeParse(uncertainty).data;
  const unit = format.unit(entry.unit);
  const facts: (readonly [string, ReactNode])[] = [];
  if (entry.value !== null) facts.push([texts.value, <strong>{write(entry.value, entry.unit)}</strong>]);
  if (interval !== undefined) {
    const { low, high, level, mean, rowsState } = interval;
    const counts = STATES.flatMap((states) => {
      const count = rowsState[states] ?? 0;
      return count === 0 ? [] : [`${format.number(count)} ${texts.rowsOf[states]}`];
    });
    facts.push([
      texts.interval(format.percent(Number(level))),
      `${format.decimal(low)} – ${format.decimal(high)} ${unit}`,
    ]);
    if (mean !== undefined) facts.push([texts.mean, `${format.decimal(mean)} ${unit}`]);
    if (counts.length > 0) facts.push([texts.rowsState, counts.join(', ')]);
  }
  if (entry.until !== 0) facts.push([texts.period, format.period(entry.from, entry.until)]);
  if (of !== null) facts.push([texts.heldBy, of]);
  if (typeof method === 'string') facts.push([texts.method, method]);
  facts.push(...useRounding(rounding));
  if (DECIMAL.safeParse(difference).success)
    facts.push([texts.roundingDifference, `${format.decimal(String(difference))} ${unit}`]);
  return <Facts facts={facts} />;
}

function useRounding(stated: unknown): (readonly [string, string])[] {
  const texts = usePanelTexts();
  const format = useFormat();
  const rounding = roundingSchema.safeParse(stated).data;
  if (rounding === undefined) return [];
  const { mode, decimals, digits } = rounding;
  const to =
    decimals !== undefined
      ? texts.decimals(format.number(decimals))
      : texts.digits(format.number(digits ?? 0));
  return [[texts.rounding, `${to} (${texts.modes[mode]})`]];
}
