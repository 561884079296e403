import { RecordLink } from '../../../components/record/record-link.tsx';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { useFormat } from '../../../language/format.ts';
import { useLeftOutReasons } from '../../../language/left-out-reasons.ts';
import { wordOf } from '../../../language/word-of.ts';
import { useComputeTexts } from './compute-texts.ts';
import type { ComputedFigures } from '../../../../jobs/compute/compute-figures.ts';
import classes from '../shared/company.module.css';
import { OutsideText } from '../../../components/outside-text.tsx';

/** At most so many keys of rows are listed for one reason. */
const MOST_KEYS = 50;

/** What became of every row: used, or left out and why. Activities that were left out come first and open. */
export function Reconciliation({ reconciliation }: Pick<ComputedFigures, 'reconciliation'>) {
  const texts = useComputeTexts();
  const format = useFormat();
  const reasons = useLeftOutReasons();
  return (
    <div>
      <h3>{texts.reconciliation}</h3>
      <ul className={`plain ${classes['lines']}`}>
        {reconciliation.map(({ record, read, used, leftOut }) => (
          <li key={record}>
            <RecordLink id={record as Hex} />
            <p>{texts.rowsUsed(format.number(used), format.number(read))}</p>
            {leftOut.map(({ reason, role, keys }) => (
              <details key={`${role} ${reason}`} open={role === 'activity'}>
                <summary>
                  {role === 'activity'
                    ? texts.activitiesLeftOut(format.number(keys.length), wordOf(reasons, reason))
                    : texts.leftOut(format.number(keys.length), wordOf(reasons, reason))}
                </summary>
                <p className="quiet">
                  <OutsideText text={keys.slice(0, MOST_KEYS).join(', ')} most={Infinity} />
                  {keys.length > MOST_KEYS && ' …'}
                </p>
              </details>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
