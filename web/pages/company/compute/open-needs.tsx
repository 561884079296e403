import type { NeedName, OpenNeed } from '../../../../jobs/compute/needs.ts';
import { useFormat } from '../../../language/format.ts';
import { useKnownNames } from '../../../language/known-names.ts';
import { showOutside } from '../../../language/outside-text.ts';
import { useComputeTexts } from './compute-texts.ts';
import { useNeedsTexts } from './needs-texts.ts';

/** At most so many fuels and the like are named for one need. */
const MOST_NAMED = 12;

/** What nothing was found for: each thing by its name, where it can come from, and which method does without it. */
export function OpenNeeds({ open }: { readonly open: readonly OpenNeed[] }) {
  const texts = useNeedsTexts();
  const { methods: titles } = useComputeTexts();
  const format = useFormat();
  const nameNeed = useNeedName();
  const nameMethod = (name: string): string =>
    `${(titles as Readonly<Record<string, string>>)[name.split('@')[0]!] ?? ''} (${name})`.trim();
  return (
    <>
      <p>{texts.open}</p>
      <ul>
        {open.map(({ name, missing, methods }) => (
          <li key={name}>
            {texts.openNeed(nameNeed(name, missing), texts.from[name])}{' '}
            {methods.length > 0 && texts.otherMethods(format.list(methods.map(nameMethod)))}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Returns a function that names a need, with what it is missing for. */
export function useNeedName(): (name: NeedName, missing: readonly string[]) => string {
  const texts = useNeedsTexts();
  const format = useFormat();
  const { fuels, items } = useKnownNames();
  const known: Readonly<Record<string, string>> = { ...fuels, ...items };
  return (name, missing) => {
    const words = texts.needs[name];
    const subjects = missing.slice(0, MOST_NAMED).map((subject) => known[subject] ?? showOutside(subject));
    return missing.length === 0 ? words : texts.missingFor(words, format.list(subjects));
  };
}
