import { readGapWords } from '../../../../jobs/compute/gap-words.ts';
import { writeGas } from '../../../language/figure-names.ts';
import { useKnownNames } from '../../../language/known-names.ts';
import { showOutside } from '../../../language/outside-text.ts';
import { useOfferTexts } from './offer-texts.ts';

/** Returns a function that says what a run lacks, in the language of the page: the engine names it in English. */
export function useGapWords(): (what: string) => string {
  const { lacking } = useOfferTexts();
  const { fuels, items } = useKnownNames();
  const known: Readonly<Record<string, string>> = { ...fuels, ...items };
  return (what) => {
    const { is, of, name } = readGapWords(what);
    const shown = Object.hasOwn(known, of) ? known[of]! : showOutside(of);
    return lacking[is](is === 'potential' ? writeGas(shown) : shown, writeGas(showOutside(name)));
  };
}
