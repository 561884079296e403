import type { Entry } from '../../../../client/generated/openapi.ts';
import { useFormat } from '../../../language/format.ts';
import { useDiscloseTexts } from './disclose-texts.ts';
import classes from '../shared/company.module.css';

/** What the reader will see, and what stays hidden. */
export function Preview({ chosen, count }: { chosen: readonly Entry[]; count: number }) {
  const texts = useDiscloseTexts();
  const format = useFormat();
  if (chosen.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="preview">
      <h2 id="preview">{texts.preview}</h2>
      <table className={classes['figures']} aria-label={texts.preview}>
        <tbody>
          {chosen.map(({ key, value, unit, from, until }) => (
            <tr key={key}>
              <td>{key}</td>
              <td className={classes['value']}>
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
            <li>{texts.hiddenFigures(format.number(count - chosen.length))}</li>
            {texts.hidden.split('\n').map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}
