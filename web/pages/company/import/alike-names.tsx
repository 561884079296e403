import { Button } from '@mantine/core';
import { readSaid, type SaidOfNames, sayOne, sayTwo, unsay } from '../../../../jobs/import/say-names.ts';
import type { Mapping, TwoNames } from '../../../../tables/column-plan.ts';
import type { MergedName, NamesFound } from '../../../../tables/watched-names.ts';
import { useFormat } from '../../../language/format.ts';
import { showOutside } from '../../../language/outside-text.ts';
import { useAlikeTexts } from './alike-texts.ts';
import type { ImportStepProps } from './import-state.ts';

/** More pairs are in the mapping file. */
const MOST_SHOWN = 40;

interface AlikeNamesProps extends ImportStepProps {
  /** What the last check found. */
  readonly found: NamesFound;
}

/** The names that were read as one, and the pairs for which a person says whether they are one. */
export function AlikeNames({ state, found: { merged, alike }, onChange }: AlikeNamesProps) {
  const texts = useAlikeTexts();
  const format = useFormat();
  const { mapping, answer } = state;
  const pairs = joinPairs(alike, mapping.twoNames ?? []);
  if (pairs.length === 0 && merged.length === 0) return null;
  const open = pairs.filter((pair) => readSaid(mapping, pair) === null).length;
  const say = (next: Mapping): void =>
    onChange({ mapping: next, answer: answer?.isValid === true ? null : answer });
  return (
    <section className="stack" aria-labelledby="alike-names">
      {pairs.length > 0 && (
        <>
          <div>
            <h3 id="alike-names">{texts.title}</h3>
            <p className="quiet">{texts.lead}</p>
          </div>
          <p role="status">{texts.open(format.number(open), format.number(pairs.length))}</p>
          <ul>
            {pairs.slice(0, MOST_SHOWN).map((pair) => (
              <PairLine
                key={JSON.stringify(pair.names)}
                pair={pair}
                said={readSaid(mapping, pair)}
                onOne={(as) => say(sayOne(mapping, pair, as))}
                onTwo={() => say(sayTwo(mapping, pair))}
                onUndo={() => say(unsay(mapping, pair))}
              />
            ))}
          </ul>
        </>
      )}
      {merged.length > 0 && <MergedList merged={merged} />}
    </section>
  );
}

/** The pairs that were found, and those that a person keeps as two. */
function joinPairs(alike: readonly TwoNames[], two: readonly TwoNames[]): readonly TwoNames[] {
  const known = new Map([...two, ...alike].map((pair) => [JSON.stringify([pair.column, pair.names]), pair]));
  return [...known.values()];
}

interface PairLineProps {
  readonly pair: TwoNames;
  readonly said: SaidOfNames;
  readonly onOne: (as: string) => void;
  readonly onTwo: () => void;
  readonly onUndo: () => void;
}

function PairLine({ pair: { column, names }, said, onOne, onTwo, onUndo }: PairLineProps) {
  const texts = useAlikeTexts();
  const [one, other] = names.map((name) => showOutside(name)) as [string, string];
  return (
    <li>
      {texts.pair(showOutside(column), one, other)}{' '}
      {said === null ? (
        <span className="row">
          {names.map((name) => (
            <Button key={name} variant="default" size="compact-xs" onClick={() => onOne(name)}>
              {texts.both(showOutside(name))}
            </Button>
          ))}
          <Button variant="default" size="compact-xs" aria-label={texts.twoOf(one, other)} onClick={onTwo}>
            {texts.two}
          </Button>
        </span>
      ) : (
        <>
          <strong>{said === 'two' ? texts.two : texts.isOne(showOutside(said.as))}</strong>{' '}
          <Button variant="subtle" size="compact-xs" aria-label={texts.undoOf(one, other)} onClick={onUndo}>
            {texts.undo}
          </Button>
        </>
      )}
    </li>
  );
}

function MergedList({ merged }: { merged: readonly MergedName[] }) {
  const texts = useAlikeTexts();
  const format = useFormat();
  return (
    <details>
      <summary>{texts.merged(format.number(merged.length))}</summary>
      <ul>
        {merged.slice(0, MOST_SHOWN).map(({ column, spellings }) => (
          <li key={`${column} ${spellings[0]}`}>
            {texts.spellings(
              showOutside(column),
              format.list(spellings.map((text) => JSON.stringify(showOutside(text)))),
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
