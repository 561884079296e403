import type { Entry, RecordView } from '../../../../client/generated/openapi.ts';
import { FigureName } from '../../../components/record/figure-name.tsx';
import { useFormat } from '../../../language/format.ts';
import { useDiscloseTexts } from './disclose-texts.ts';
import { GivenAway } from './given-away.tsx';
import { ShownBeforeNotice } from './shown-before-notice.tsx';
import type { ShownBefore } from './use-shown-before.ts';
import classes from '../shared/company.module.css';

interface PreviewProps {
  readonly view: RecordView;
  readonly figures: readonly Entry[];
  readonly chosen: readonly Entry[];
  /** What the same readers have seen before. */
  readonly shown: readonly ShownBefore[];
}

/** What the reader will see, what is not shown, and what can be worked out all the same. */
export function Preview({ view, figures, chosen, shown }: PreviewProps) {
  const texts = useDiscloseTexts();
  const format = useFormat();
  if (chosen.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="preview">
      <h2 id="preview">{texts.preview}</h2>
      <table className="lined" aria-label={texts.preview}>
        <tbody>
          {chosen.map(({ key, detail, value, unit, from, until }) => (
            <tr key={key}>
              <td>
                <FigureName figure={{ key, detail }} />
              </td>
              <td className="number">
                {value === null ? '' : `${format.decimal(value)} ${format.unit(unit)}`}
              </td>
              <td>{format.period(from, until)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={classes['fields']}>
        <div>
          <h3>{texts.alsoSeen}</h3>
          <ul>
            {texts.seen.split('\n').map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
        <div>
          <h3>{texts.staysHidden}</h3>
          <ul>
            <li>{texts.hiddenFigures(format.number(figures.length - chosen.length))}</li>
            {texts.hidden.split('\n').map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      </div>
      <ShownBeforeNotice shown={shown} />
      <GivenAway view={view} figures={figures} chosen={chosen} shown={shown} />
    </section>
  );
}
