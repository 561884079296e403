import type { ImportAnswer } from '../../../../jobs/import/table-request.ts';
import { FaultText } from '../../../components/fault-text.tsx';
import { useRunFaults } from '../../../language/faults/run-faults.ts';
import { useRunWarnings } from '../../../language/faults/run-warnings.ts';
import { useFormat } from '../../../language/format.ts';
import { useTotalTexts } from './total-texts.ts';

/** Further cautions are only counted. */
const MOST_SHOWN = 40;

/** Keys of rows that a caution names. */
const MOST_KEYS = 3;

interface CautionListProps extends Pick<ImportAnswer, 'cautions'> {
  /** Returns the heading, given how many there are. */
  readonly title: (count: string) => string;
}

/** What a run would say of the rows of a table. */
export function CautionList({ cautions, title }: CautionListProps) {
  const texts = useTotalTexts();
  const format = useFormat();
  const [ofWarning, ofFault] = [useRunWarnings(), useRunFaults()];
  return (
    <div>
      <strong>{title(format.number(cautions.length))}</strong>
      <ul>
        {cautions.slice(0, MOST_SHOWN).map(({ code, message, keys }) => (
          <li key={`${code} ${message}`}>
            <FaultText
              text={ofWarning(code) ?? ofFault(code)}
              message={message}
              place={{ row: keys.slice(0, MOST_KEYS).join(', ') }}
            />
          </li>
        ))}
      </ul>
      {cautions.length > MOST_SHOWN && <p>{texts.more(format.number(cautions.length - MOST_SHOWN))}</p>}
    </div>
  );
}
