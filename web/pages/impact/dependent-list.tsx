import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Hex } from '../../../core/encoding/hex.ts';
import { isAnswer, KINDS } from '../../../core/records/kind.ts';
import { type Column, ListTable } from '../../components/list/list-table.tsx';
import { KindTag } from '../../components/record/record-tags.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { shorten } from '../../components/hash.tsx';
import { Empty } from '../../components/states.tsx';
import { Tag } from '../../components/tag.tsx';
import type { RowUse } from '../../graph/trace-row.ts';
import { useFormat } from '../../language/format.ts';
import { STATE_TONES, useOtherWords } from './impact-picture.tsx';
import type { Dependent } from './impact-query.ts';
import { useImpactTexts } from './impact-texts.ts';
import { titleOr } from '../../data/record-title.ts';
import type { OtherStanding } from './other-standing.ts';
import classes from './impact.module.css';
import { OutsideText } from '../../components/outside-text.tsx';
import { escapeHidden, MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';

/** A page of dependents. */
interface DependentPage {
  readonly items: readonly Dependent[];
  readonly next: string | null;
}

interface DependentListProps {
  readonly query: UseInfiniteQueryResult<InfiniteData<DependentPage>>;
  /** Titles of the dependents by their ids: paths to others name them. */
  readonly titles: ReadonlyMap<Hex, string>;
  /** Which dependents use the row that was chosen; null where none was. */
  readonly uses: ReadonlyMap<Hex, RowUse> | null;
  /** How dependents stand besides the record, where the list says so. */
  readonly others: ReadonlyMap<Hex, OtherStanding>;
  /** The newest version of the record; null until it is known. */
  readonly newest: number | null;
  readonly empty: readonly [title: string, advice: string];
}

/** All dependents, each with its state, the figures that are affected, and the way from the record to it. */
export function DependentList({ query, empty, ...known }: DependentListProps) {
  const texts = useImpactTexts();
  return (
    <ListTable
      label={texts.dependents}
      columns={useColumns(known)}
      query={query}
      keyOf={({ id }) => id}
      empty={<Empty title={empty[0]}>{empty[1]}</Empty>}
    />
  );
}

/** How many keys are named. */
const NAMED_KEYS = 3;

function useColumns({
  titles,
  uses,
  others,
  newest,
}: Omit<DependentListProps, 'query' | 'empty'>): Column<Dependent>[] {
  const texts = useImpactTexts();
  const format = useFormat();
  const listKeys = (keys: readonly string[]): string => {
    const named = escapeHidden(keys.slice(0, NAMED_KEYS).join(', '));
    return keys.length <= NAMED_KEYS ? named : texts.moreKeys(named, format.number(keys.length - NAMED_KEYS));
  };
  return [
    { header: texts.dependent, width: 'minmax(0, 3fr)', cell: (dependent) => <Name dependent={dependent} /> },
    {
      header: texts.kind,
      width: '7rem',
      cell: ({ kind }) => (
        <div>
          <KindTag kind={KINDS[kind]} />
        </div>
      ),
    },
    {
      header: texts.state,
      width: '13rem',
      cell: (dependent) => <State {...{ dependent, newest }} other={others.get(dependent.id)} />,
    },
    {
      header: texts.figures,
      width: 'minmax(0, 2fr)',
      cell: ({ id, by, keys, state }) => {
        const use = uses?.get(id);
        if (uses !== null)
          return (
            <div>
              {texts.rowUse[use?.use ?? 'unknown']}
              {use !== undefined && use.keys.length > 0 && <div className="quiet">{listKeys(use.keys)}</div>}
            </div>
          );
        if (state === 'unaffected') return texts.noFigure;
        if (by === 'record' || keys === null) return <span className="quiet">{texts.asWhole}</span>;
        return keys.length === 0 ? texts.noFigure : listKeys(keys);
      },
    },
    {
      header: texts.path,
      width: 'minmax(0, 2fr)',
      cell: ({ path }) => <Path path={path} titles={titles} />,
    },
  ];
}

/** How a dependent stands to the record, and below it how it stands besides. */
function State({
  dependent: { state, version },
  newest,
  other,
}: {
  dependent: Dependent;
  newest: number | null;
  other: OtherStanding | undefined;
}) {
  const texts = useImpactTexts();
  const describe = useOtherWords();
  const isEarlier = state === 'unaffected' && (newest === null || version !== newest);
  return (
    <div className={classes['states']}>
      <span title={isEarlier ? texts.usesEarlierHelp : texts.stateHelp[state]}>
        <Tag tone={STATE_TONES[state]}>{isEarlier ? texts.usesEarlier : texts.states[state]}</Tag>
      </span>
      {state === 'unaffected' && other !== undefined && <Tag tone="unsure">{describe(other)}</Tag>}
    </div>
  );
}

function Name({ dependent }: { dependent: Dependent }) {
  const texts = useImpactTexts();
  const { untitled } = useRecordTexts();
  const format = useFormat();
  const { id, kind, title, identifier, party, subject, sequence, version } = dependent;
  const name = showOutside(subject, MOST_OF_TITLE);
  // The subject of an answer is the id of a stream, which nobody reads.
  const describe = (own: string, used: string | null): string => {
    if (isAnswer(KINDS[kind])) return used === null ? texts.answerVersion(own) : texts.answerUses(own, used);
    return used === null ? texts.versionOf(name, own) : texts.usesVersion(name, own, used);
  };
  return (
    <>
      <Link to="/records/$id" params={{ id }}>
        <OutsideText text={titleOr(title, untitled)} />
      </Link>
      <div className="quiet">
        {describe(format.number(sequence), version === null ? null : format.number(version))}
      </div>
      <div className="quiet">{identifier === null ? shorten(party) : <OutsideText text={identifier} />}</div>
    </>
  );
}

/** The records between, each a link. */
function Path({ path, titles }: { path: readonly Hex[]; titles: ReadonlyMap<Hex, string> }) {
  const texts = useImpactTexts();
  const between = path.slice(1, -1);
  if (path.length === 0) return <span className="quiet">{texts.tooLong}</span>;
  if (between.length === 0) return <span className="quiet">{texts.direct}</span>;
  return (
    <div>
      {between.map((id, index) => (
        <span key={id}>
          {index > 0 && ' → '}
          <Link to="/records/$id" params={{ id }}>
            {titles.has(id) ? <OutsideText text={titles.get(id)!} /> : shorten(id)}
          </Link>
        </span>
      ))}
    </div>
  );
}
