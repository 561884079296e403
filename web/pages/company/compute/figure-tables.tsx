import { useMemo } from 'react';
import { FigureName } from '../../../components/record/figure-name.tsx';
import { useFormat } from '../../../language/format.ts';
import { GROUPS, groupOf, orderFigures } from '../../../components/record/figure-order.ts';
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
  return (
    <>
      {GROUPS.filter((group) => groups.has(group) && group !== 'by-gas').map((group) => (
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
  return (
    <>
      <table className="lined" aria-label={label}>
        <thead className="hidden-text">
          <tr>
            <th scope="col">{texts.figure}</th>
            <th scope="col">{texts.value}</th>
            <th scope="col">{texts.unit}</th>
          </tr>
        </thead>
        <tbody>
          {figures.slice(0, MOST).map(({ key, value, unit, detail }) => (
            <tr key={key} className={/(?:^|\/)total(?:\/|$)/.test(key) ? classes['total'] : undefined}>
              <td>
                <FigureName figure={{ key, detail }} />
              </td>
              <td className="number">{value === null ? '' : format.decimal(value)}</td>
              <td className={classes['unit']}>{format.unit(unit)}</td>
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
