import { FigureName } from '../../components/record/figure-name.tsx';
import { useFormat } from '../../language/format.ts';
import { useExchangeTexts } from './exchange-texts.ts';
import classes from './exchange.module.css';
import type { ShownFigure } from './shown-figures.ts';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';

/** Figures with their values, and the name that the result has for one where that is another. */
export function FigureList({
  figures,
  hasPeriod = false,
}: {
  readonly figures: readonly ShownFigure[];
  readonly hasPeriod?: boolean;
}) {
  const texts = useExchangeTexts();
  const format = useFormat();
  return figures.map((figure) => (
    <div key={figure.key} className={classes['figure']}>
      <FigureName figure={figure} />{' '}
      <strong className="unbroken">
        {figure.value === null ? '' : `${format.decimal(figure.value)} ${format.unit(figure.unit)}`}
      </strong>{' '}
      {hasPeriod && figure.until !== 0 && (
        <span className={classes['period']}>{format.period(figure.from, figure.until)}</span>
      )}
      {figure.cited !== null && (
        <div className={classes['renamed']}>{texts.renamed(showOutside(figure.cited, MOST_OF_TITLE))}</div>
      )}
    </div>
  ));
}
