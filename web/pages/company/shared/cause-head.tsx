import type { Cause } from '../../../../jobs/compute/causes.ts';
import { useRunFaults } from '../../../language/faults/run-faults.ts';
import { useRunWarnings } from '../../../language/faults/run-warnings.ts';
import { useFormat } from '../../../language/format.ts';
import { showOutside } from '../../../language/outside-text.ts';
import { useCauseTexts } from './cause-texts.ts';

/** Rows that are named of one cause; the list of all is below it. */
const MOST_NAMED = 12;

/** What several warnings say together: the cause once, how many there are, and the rows that they are about. */
export function CauseHead({ cause: { code, meaning, found, names } }: { readonly cause: Cause<unknown> }) {
  const texts = useCauseTexts();
  const format = useFormat();
  const [ofWarning, ofFault] = [useRunWarnings(), useRunFaults()];
  const shown = names
    .slice(0, MOST_NAMED)
    .map((name) => showOutside(name))
    .join(', ');
  const more = names.length - MOST_NAMED;
  return (
    <>
      {ofWarning(code) ?? ofFault(code) ?? meaning}{' '}
      <span className="quiet">
        {texts.times(format.number(found.length))}
        {names.length > 0 &&
          ` · ${more > 0 ? texts.namesAndMore(shown, format.number(more)) : texts.names(shown)}`}
      </span>
    </>
  );
}
