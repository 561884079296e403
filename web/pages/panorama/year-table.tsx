import type { Hex } from '../../../core/encoding/hex.ts';
import type { SheetYear } from '../../../jobs/survey/panorama-sheet.ts';
import { useFormat } from '../../language/format.ts';
import { FigureLink } from './figure-link.tsx';
import { usePanoramaTexts } from './panorama-texts.ts';
import classes from './panorama.module.css';

/** A line, or a part of a gap, over years. */
export interface Series {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly years: readonly SheetYear[];
}

interface YearTableProps {
  readonly id: Hex;
  /** What each of the series is, such as a line. */
  readonly label: string;
  readonly series: readonly Series[];
  readonly years: readonly string[];
}

/** Figures over years. What there is more of, years or series, is below each other, so that a phone and a printed page have room. */
export function YearTable({ id, label, series, years }: YearTableProps) {
  const texts = usePanoramaTexts();
  const isByYear = years.length >= series.length;
  return (
    <div className={classes['scroll']}>
      <table className="lined">
        <thead>
          <tr>
            <th scope="col">{isByYear ? texts.year : label}</th>
            {isByYear
              ? series.map((each) => (
                  <th scope="col" key={each.key} className="number">
                    <Named series={each} />
                  </th>
                ))
              : years.map((year) => (
                  <th scope="col" key={year} className="number">
                    {year}
                  </th>
                ))}
          </tr>
        </thead>
        <tbody>
          {isByYear
            ? years.map((year) => (
                <tr key={year}>
                  <th scope="row">{year}</th>
                  {series.map((each) => (
                    <YearCell key={each.key} id={id} series={each} year={year} />
                  ))}
                </tr>
              ))
            : series.map((each) => (
                <tr key={each.key}>
                  <th scope="row" className={classes['words']}>
                    <Named series={each} />
                  </th>
                  {years.map((year) => (
                    <YearCell key={year} id={id} series={each} year={year} />
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
    </div>
  );
}

function Named({ series: { name, unit } }: { readonly series: Series }) {
  const format = useFormat();
  return (
    <>
      {name}
      <div className="quiet">{format.unit(unit)}</div>
    </>
  );
}

interface YearCellProps {
  readonly id: Hex;
  readonly series: Series;
  readonly year: string;
}

function YearCell({ id, series, year }: YearCellProps) {
  const texts = usePanoramaTexts();
  const found = series.years.find((each) => each.year === year);
  return (
    <td className="number">
      {found === undefined ? (
        <span className="quiet">{texts.missing}</span>
      ) : (
        <FigureLink id={id} figure={found} />
      )}
    </td>
  );
}
