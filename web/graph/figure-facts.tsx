import * as z from 'zod';
import { Facts } from '../components/facts.tsx';
import { useFormat } from '../language/format.ts';
import { readCitation } from '../../core/records/derivation.ts';
import type { FigureNode } from './graph.ts';
import { usePanelTexts } from './panel-texts.ts';
import classes from './node.module.css';

const roundingSchema = z.object({
  mode: z.enum(['half-even', 'half-up']),
  decimals: z.number().optional(),
  digits: z.number().optional(),
});
const warningsSchema = z.array(z.object({ message: z.string() }));
const DECIMAL = z.string().regex(/^-?\d+(\.\d+)?$/);
const intervalSchema = z.object({ low: DECIMAL, high: DECIMAL, level: DECIMAL });

/** A figure, and how it states that it was computed. Its detail comes from anyone: what has no known form is left out. */
export function FigureFacts({ node: { entry, derivation, of } }: { node: FigureNode }) {
  const texts = usePanelTexts();
  const format = useFormat();
  if (entry === null) return null;
  const members = derivation?.members ?? {};
  const { formula, roundingDifference } = members;
  const warnings = warningsSchema.safeParse(members['warnings']).data ?? [];
  const { method, uncertainty } = entry.detail ?? {};
  const interval = intervalSchema.safeParse(uncertainty).data;
  const citation = readCitation(entry.detail);
  const unit = format.unit(entry.unit);
  return (
    <>
      {typeof formula === 'string' && (
        <section>
          <h4>{texts.formula}</h4>
          <code className={classes['formula']}>= {formula}</code>
        </section>
      )}
      {citation !== null && <p>{texts.cited(citation.key)}</p>}
      {derivation === null && <p className="quiet">{texts.notStated}</p>}
      <Facts
        facts={[
          ...(entry.value === null
            ? []
            : ([[texts.value, <strong>{`${format.decimal(entry.value)} ${unit}`}</strong>]] as const)),
          ...(interval === undefined
            ? []
            : ([
                [
                  texts.interval(format.percent(Number(interval.level))),
                  `${format.decimal(interval.low)} – ${format.decimal(interval.high)} ${unit}`,
                ],
              ] as const)),
          ...(entry.until === 0 ? [] : ([[texts.period, format.period(entry.from, entry.until)]] as const)),
          ...(of === null ? [] : ([[texts.heldBy, of]] as const)),
          ...(typeof method === 'string' ? ([[texts.method, method]] as const) : []),
          ...useRounding(members['rounding']),
          ...(DECIMAL.safeParse(roundingDifference).success
            ? ([[texts.roundingDifference, `${format.decimal(String(roundingDifference))} ${unit}`]] as const)
            : []),
        ]}
      />
      {warnings.length > 0 && (
        <section>
          <h4>{texts.warnings}</h4>
          <ul>
            {warnings.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
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
