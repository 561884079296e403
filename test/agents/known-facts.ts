import type { Item } from '../../agents/handles/item.ts';
import type { Language } from '../../agents/words/language.ts';
import { RUN_FAULTS_IN_CHINESE } from '../../jobs/compute/chinese-run-faults.ts';
import { RUN_WARNINGS_IN_CHINESE } from '../../jobs/compute/chinese-run-warnings.ts';
import type { Fact } from './oracle/facts.ts';

const IN_CHINESE: Readonly<Record<string, string>> = { ...RUN_FAULTS_IN_CHINESE, ...RUN_WARNINGS_IN_CHINESE };

/** Returns what the oracle knows of what tools issued: of findings also what their codes mean in the language of the answer. */
export function knownFacts(issued: ReadonlyMap<string, Item>, language: Language): Map<string, Fact> {
  return new Map(
    [...issued].map(([handle, item]) => {
      const meaning = language === 'zh-CN' && item.kind === 'finding' ? IN_CHINESE[item.code] : undefined;
      return [handle, meaning === undefined ? item : { ...item, meaning }];
    }),
  );
}
