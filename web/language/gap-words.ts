import { GAP_WRITERS, readGapWords } from '../../jobs/compute/gap-words.ts';
import { writeGas } from './figure-names.ts';
import { useKnownNames } from './known-names.ts';
import { useLanguage } from './language.tsx';
import { showOutside } from './outside-text.ts';

/** Returns a function that says what a run lacks, in the language of the page: the engine names it in English. */
export function useGapWords(): (what: string) => string {
  const writers = GAP_WRITERS[useLanguage().language];
  const { fuels, items } = useKnownNames();
  const known: Readonly<Record<string, string>> = { ...fuels, ...items };
  return (what) => {
    const { is, of, name } = readGapWords(what);
    const shown = Object.hasOwn(known, of) ? known[of]! : showOutside(of);
    return writers[is](is === 'potential' ? writeGas(shown) : shown, writeGas(showOutside(name)));
  };
}
