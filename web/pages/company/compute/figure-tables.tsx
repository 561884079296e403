import { useMemo } from 'react';
import { FigureName } from '../../../components/record/figure-name.tsx';
import { useFormat } from '../../../language/format.ts';
import { GROUPS, groupOf, orderFigures } from '../../../components/record/figure-order.ts';
import { readStatedFigure } from '../../../../jobs/explain/stated-figure.ts';
import { showSureness } from '../../../../jobs/explain/shown-sureness.ts';
import { useComputeTexts } from './compute-texts.ts';
import classes from '../shared/company.module.css';

interface ShownFigure {
  readonly key: string;
  readonly value: string | null;
  readonly unit: string;
  readonly detail: unknown;
}

/** At most so many figures of a group are shown; the others are counted. */
const MOST = 200;

/** Figures by scope, as an accountant reads them; those that only split others are shown on demand. */
export function FigureTables({ figures }: { figures: readonly ShownFigure[] }) {
  const texts = useComputeTexts();
  const format = useFormat();
  const groups = useMemo(() => Map.groupBy(orderFigures(figures), ({ key }) => groupOf(key)), [figures]);
  const main = GROUPS.filter((group) => groups.has(group) && group !== 'by-gas');
  if (main.length === 0)
    return <FigureTable figures={[...groups.values()].flat()} label={texts.groups.figures} />;
  return (
    <>
      {main.map((group) => (
        <div key={group}>
          <h3>{texts.groups[group]}</h3>
          <FigureTable figures={groups.get(group)!} label={texts.groups[group]} />
        </div>
      ))}
      {(['by-gas', 'other'] as const)
        .filter((group) => groups.has(group))
        .map((group) => (
          <details key={group}>
            <summary>
              {texts.furtherGroup(texts.groups[group], format.number(groups.get(group)!.length))}
            </summary>
            <FigureTable figures={groups.get(group)!} label={texts.groups[group]} />
          </details>
        ))}
    </>
  );
}

function FigureTable({ figures, label }: { figures: readonly ShownFigure[]; label: string }) {
  const texts = useComputeTexts();
  const format = useFormat();
  const rows = figures
    .slice(0, MOST)
    .map((figure) => ({ ...figure, uncertainty: readStatedFigure(figure.detail).uncertainty }));
  const level = rows.find(({ uncertainty }) => uncertainty !== null)?.uncertainty?.level;
  return (
    <>
      <table className="lined" aria-label={label}>
        <thead className={level === undefined ? 'hidden-text' : undefined}>
          <tr>
            <th scope="col">{texts.figure}</th>
            <th scope="col">{texts.value}</th>
            <th scope="col">{texts.unit}</th>
            {level !== undefined && <th scope="col">{texts.interval(format.percent(Number(level)))}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, value, unit, detail, uncertainty }) => (
            <tr key={key} className={/(?:^|\/)total(?:\/|$)/.test(key) ? classes['total'] : undefined}>
              <td>
                <FigureName figure={{ key, detail }} />
              </td>
              <td className="number">{value === null ? '' : format.decimal(value)}</td>
              <td className={classes['unit']}>{format.unit(unit)}</td>
              {level !== undefined && (
                <td className="number">{uncertainty !== null && writeEnds(uncertainty, format)}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {figures.length > MOST && (
        <p className="quiet">{texts.moreFigures(format.number(figures.length - MOST))}</p>
      )}
    </>
  );
}

function writeEnds(
  uncertainty: Parameters<typeof showSureness>[0],
  format: ReturnType<typeof useFormat>,
): string {
  const { interval } = showSureness(uncertainty);
  return interval === null ? '' : `${format.decimal(interval.low)} – ${format.decimal(interval.high)}`;
}
