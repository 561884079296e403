import { type Cause, groupByCause } from '../../../../jobs/compute/causes.ts';
import type { ImportAnswer } from '../../../../jobs/import/table-request.ts';
import { FaultText } from '../../../components/fault-text.tsx';
import { useRunFaults } from '../../../language/faults/run-faults.ts';
import { useRunWarnings } from '../../../language/faults/run-warnings.ts';
import { useFormat } from '../../../language/format.ts';
import { CauseHead } from '../shared/cause-head.tsx';
import { useCauseTexts } from '../shared/cause-texts.ts';
import { useTotalTexts } from './total-texts.ts';

/** Further cautions of one cause are only counted. */
const MOST_SHOWN = 40;

/** Keys of rows that a caution names. */
const MOST_KEYS = 3;

type Caution = ImportAnswer['cautions'][number];

interface CautionListProps extends Pick<ImportAnswer, 'cautions'> {
  /** Returns the heading, given how many there are. */
  readonly title: (count: string) => string;
}

/** What a run would say of the rows of a table, by its causes. */
export function CautionList({ cautions, title }: CautionListProps) {
  const format = useFormat();
  return (
    <div>
      <strong>{title(format.number(cautions.length))}</strong>
      <ul>
        {groupByCause(cautions, ({ keys }) => keys).map((cause) => (
          <li key={cause.code}>
            <CauseItem cause={cause} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A cause: its only caution, or all of them behind one line. */
function CauseItem({ cause }: { readonly cause: Cause<Caution> }) {
  const causeTexts = useCauseTexts();
  const texts = useTotalTexts();
  const format = useFormat();
  const { found } = cause;
  if (found.length === 1) return <CautionItem caution={found[0]!} />;
  return (
    <>
      <CauseHead cause={cause} />
      <details>
        <summary>{causeTexts.each}</summary>
        <ul>
          {found.slice(0, MOST_SHOWN).map((caution) => (
            <li key={caution.message}>
              <CautionItem caution={caution} />
            </li>
          ))}
        </ul>
        {found.length > MOST_SHOWN && <p>{texts.more(format.number(found.length - MOST_SHOWN))}</p>}
      </details>
    </>
  );
}

function CautionItem({ caution: { code, message, keys } }: { readonly caution: Caution }) {
  const [ofWarning, ofFault] = [useRunWarnings(), useRunFaults()];
  return (
    <FaultText
      text={ofWarning(code) ?? ofFault(code)}
      message={message}
      place={{ row: keys.slice(0, MOST_KEYS).join(', ') }}
    />
  );
}
