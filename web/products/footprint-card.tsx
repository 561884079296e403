import { useId } from 'react';
import type { NamedFigure, ShownFootprint } from '../../jobs/explain/footprints.ts';
import { Facts } from '../components/facts.tsx';
import { useFormat } from '../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';
import { ProvenanceLink } from './figure-line.tsx';
import { useProductsTexts } from './products-texts.ts';
import classes from './products.module.css';

interface FootprintCardProps {
  readonly footprint: ShownFootprint;
  readonly record: string | null;
}

/** A footprint as companies exchange it: its totals with and without uptake, their parts, the identities between them, and its primary data. */
export function FootprintCard({ footprint, record }: FootprintCardProps) {
  const texts = useProductsTexts();
  const format = useFormat();
  const id = useId();
  const { within, excluding, uptake, including, beside, identities, primaryDataShare } = footprint;
  const total = (name: string, label: string, figure: NamedFigure['figure'] | null): NamedRow[] =>
    figure === null ? [] : [{ name, figure, label }];
  return (
    <section className="card stack" aria-labelledby={id}>
      <div>
        <h2 id={id}>{texts.footprint(showOutside(footprint.product, MOST_OF_TITLE))}</h2>
        <p className="quiet">{texts.footprintLead}</p>
      </div>
      <table className="lined" aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col">{texts.attribute}</th>
            <th scope="col" className="number">
              {texts.value}
            </th>
            <td />
          </tr>
        </thead>
        <Rows title={texts.within} rows={within} record={record} />
        <Rows
          rows={[
            ...total('pcfExcludingBiogenicUptake', texts.excluding, excluding),
            ...total('biogenicCO2Uptake', texts.uptake, uptake),
            ...total('pcfIncludingBiogenicUptake', texts.including, including),
          ]}
          record={record}
        />
        <Rows title={texts.beside} rows={beside} record={record} />
      </table>
      <h3>{texts.identities}</h3>
      <ul className="plain">
        {(['excluding', 'uptake', 'including'] as const).map((which) => {
          const held = identities[which];
          return (
            <li key={which}>
              {texts.identity[which]}{' '}
              <strong>{held === null ? texts.unstated : held ? texts.holds : texts.fails}</strong>
            </li>
          );
        })}
      </ul>
      <Facts
        facts={[
          [
            texts.primary,
            primaryDataShare === null
              ? texts.noShare
              : texts.primaryShare(format.decimal(primaryDataShare.value)),
          ],
        ]}
      />
    </section>
  );
}

/** A line of the table, with what it is in words where that says more than its name. */
interface NamedRow extends NamedFigure {
  readonly label?: string;
}

interface RowsProps {
  readonly title?: string;
  readonly rows: readonly NamedRow[];
  readonly record: string | null;
}

function Rows({ title, rows, record }: RowsProps) {
  const format = useFormat();
  if (rows.length === 0) return null;
  return (
    <tbody>
      {title !== undefined && (
        <tr>
          <th scope="rowgroup" colSpan={3}>
            {title}
          </th>
        </tr>
      )}
      {rows.map(({ name, figure, label }) => (
        <tr key={name}>
          <th scope="row">
            {label !== undefined && <>{label} </>}
            <code>{name}</code>
          </th>
          <td className={`number ${classes['whole']}`}>
            {format.decimal(figure.value)} {format.unit(figure.unit)}
          </td>
          <td>
            <ProvenanceLink name={name} figure={figure} record={record} />
          </td>
        </tr>
      ))}
    </tbody>
  );
}
