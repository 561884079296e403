import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RunSlot } from '../../../../agents/procedures/procedure.ts';
import { type Hex, isHex } from '../../../../core/encoding/hex.ts';
import { readEarlierRun } from '../../../../jobs/compute/earlier-run.ts';
import { catalogueQuery } from '../../company/shared/catalogue-query.ts';
import { Failure } from '../../../components/states.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import { useRecordTexts } from '../../../components/record-texts.ts';
import { titleOr } from '../../../data/record-title.ts';
import { useLanguage } from '../../../language/language.tsx';
import { MOST_IN_LIST, showOutside } from '../../../language/outside-text.ts';
import { useAskTexts } from '../ask-texts.ts';
import type { RunChoice } from './ask-state.ts';
import { RunData } from './run-data.tsx';
import { RecordVerdict } from './record-verdict.tsx';
import { useReads } from './use-reads.ts';
import { canBegin, rankResults } from './fitting-results.ts';
import { useResults } from './use-results.ts';
import { useOwnRuns } from './use-own-runs.ts';

interface ChooseRunProps {
  readonly slot: RunSlot;
  readonly choice: RunChoice;
  /** The question: its words say which results come first. */
  readonly words: string;
  /** The record that the person looked at: where it fits, the run begins with it. */
  readonly suggested: Hex | null;
  readonly onChange: (choice: RunChoice) => void;
}

/** A run of a question: how a registered result was computed, a computation in work, or data and parameters of its own. */
export function ChooseRun({ slot, choice, words, suggested, onChange }: ChooseRunProps) {
  const texts = useAskTexts();
  const { language } = useLanguage();
  const catalogue = useQuery(catalogueQuery).data;
  const { error, attempt } = useAttempt();
  const begin = useBeginning(slot, onChange);
  const method = catalogue?.methods.find(({ name }) => name === choice.method);
  const isEmpty = choice.sources.length === 0;
  const fits = useResults().results.some((result) => result.id === suggested && canBegin(result, slot));
  useEffect(() => {
    if (fits && isEmpty && !slot.optional) void attempt(() => begin(suggested!));
    // Once, when the question opens: who empties a run keeps it empty.
  }, [fits, suggested]);
  return (
    <fieldset className="fieldset">
      <legend>{texts.runOf(slot.run, slot.about[language], slot.optional)}</legend>
      <div className="stack">
        <Beginnings
          {...{ slot, words }}
          value={choice.from ?? ''}
          isEmpty={isEmpty}
          onBegin={(from) => void attempt(() => begin(from))}
        />
        {error !== null && <Failure error={error} />}
        {!isEmpty && (
          <div>
            <p className="quiet">{texts.computedFrom}</p>
            <ul className="plain">
              {choice.sources.map((id) => (
                <li key={id}>
                  <RecordVerdict id={id} />
                </li>
              ))}
            </ul>
          </div>
        )}
        <details>
          <summary>{texts.change}</summary>
          {method !== undefined && <RunData {...{ slot, choice, onChange, method }} />}
        </details>
      </div>
    </fieldset>
  );
}

/** Returns what fills a run by what it begins with. */
function useBeginning({ methods }: RunSlot, onChange: ChooseRunProps['onChange']) {
  const reads = useReads();
  const own = useOwnRuns();
  return async (from: string): Promise<void> => {
    const inWork = own.find(({ path }) => path === from);
    if (inWork !== undefined) {
      const { method, sources, parameters } = inWork;
      onChange({ from, method, sources, parameters, accepted: [] });
    } else if (isHex(from, 32)) {
      const { method, sources, parameters } = await readEarlierRun(from, reads);
      onChange({ from, method, sources, parameters, accepted: [] });
    } else onChange({ from: null, method: methods[0]!, sources: [], parameters: {}, accepted: [] });
  };
}

interface BeginningsProps {
  readonly slot: RunSlot;
  readonly words: string;
  readonly value: string;
  /** Whether nothing was chosen yet. */
  readonly isEmpty: boolean;
  readonly onBegin: (from: string) => void;
}

/** What a run can begin with: results of the ledger by its methods, and computations of this browser. */
function Beginnings({ slot, words, value, isEmpty, onBegin }: BeginningsProps) {
  const { methods } = slot;
  const texts = useAskTexts();
  const { untitled } = useRecordTexts();
  const { results, isPart, unread } = useResults();
  const fitting = rankResults(
    results.filter((result) => canBegin(result, slot)),
    words,
  );
  const own = useOwnRuns().filter(({ method }) => methods.includes(method));
  const name = (text: string): string => showOutside(text, MOST_IN_LIST);
  return (
    <NativeSelect
      label={texts.beginWith}
      description={[
        isPart ? texts.partOfResults : texts.beginHelp,
        ...(unread === 0 ? [] : [texts.unread]),
      ].join(' ')}
      value={value}
      data={[
        {
          value: '',
          label: isEmpty
            ? fitting.length + own.length === 0
              ? texts.noResults
              : texts.chooseOne
            : texts.ownData,
        },
        ...own.map(({ path, title }) => ({ value: path, label: texts.inWork(name(title)) })),
        ...fitting.map(({ id, title, record }) => ({
          value: id,
          label: texts.resultOf(name(titleOr(title, untitled)), name(record.subject)),
        })),
      ]}
      onChange={({ currentTarget }) => onBegin(currentTarget.value)}
    />
  );
}
