import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Entry, RecordView } from '../../../../client/generated/openapi.ts';
import { OutsideText } from '../../../components/outside-text.tsx';
import { Notice } from '../../../components/notice.tsx';
import { RecordLink } from '../../../components/record/record-link.tsx';
import { recordQuery } from '../../../data/queries.ts';
import { useFormat } from '../../../language/format.ts';
import { useDiscloseTexts } from './disclose-texts.ts';
import { keysShown } from '../../../../jobs/disclose/keys-shown.ts';
import type { ShownBefore } from './use-shown-before.ts';
import { listNames, listWorkedOut, type WorkedOut } from '../../../../jobs/disclose/worked-out.ts';

/** At most so many values, or names, are listed. */
const MOST = 20;

interface GivenAwayProps {
  readonly view: RecordView;
  readonly figures: readonly Entry[];
  readonly chosen: readonly Entry[];
  /** What the same readers have seen before: they know it still. */
  readonly shown: readonly ShownBefore[];
}

/** What the reader can work out from the chosen figures, and the names that they show besides. */
export function GivenAway({ view, figures, chosen, shown }: GivenAwayProps) {
  const texts = useDiscloseTexts();
  const { sources } = view.record;
  const views = useQueries({ queries: sources.map((id) => recordQuery(id)) });
  const open = sources.filter((_, index) => views[index]!.data?.publicEntries === true);
  const stamp = open.join();
  const keys = chosen.map(({ key }) => key).join('\n');
  const before = keysShown(shown, view.id);
  const known = [...before].sort().join('\n');
  const found = useMemo(
    () =>
      view.publicEntries
        ? []
        : listWorkedOut(figures, new Set([...chosen.map(({ key }) => key), ...before]), (record) =>
            open.includes(record),
          ),
    // The figures of a result never change; the chosen ones and the public sources are named by these texts.
    [view.id, keys, known, stamp, view.publicEntries],
  );
  const names = useMemo(() => listNames(chosen), [keys]);
  if (view.publicEntries) return <Notice title={texts.allPublic} />;
  return (
    <div className="stack">
      {found === null ? (
        <Notice tone="unsure" title={texts.tooMany} />
      ) : found.length > 0 ? (
        <Notice tone="unsure" isLive title={texts.workedOut}>
          <p>{texts.workedOutWhy}</p>
          <ul>
            {found.slice(0, MOST).map((value) => (
              <Value key={`${value.kind} ${value.keys.join(' ')} ${value.value ?? ''}`} value={value} />
            ))}
          </ul>
          {found.length > MOST && <MoreThan count={found.length - MOST} />}
        </Notice>
      ) : (
        <Notice isLive title={texts.nothingFound} />
      )}
      <p className="quiet">{texts.fromElsewhere}</p>
      {names.length > 0 && <Names names={names} />}
    </div>
  );
}

function Value({ value: { kind, record, keys, count, value, unit } }: { value: WorkedOut }) {
  const texts = useDiscloseTexts();
  const format = useFormat();
  const shown = value === null ? null : `${format.decimal(value)} ${format.unit(unit)}`;
  const [key = ''] = keys;
  return (
    <li>
      {kind === 'sum' ? texts.sumOf(format.number(count)) : <OutsideText text={key} most={Infinity} />}
      {shown !== null && (
        <>
          {' '}
          <strong className="unbroken">{shown}</strong>
        </>
      )}
      {record === null ? (
        <span className="quiet"> {texts.figureOfResult}</span>
      ) : (
        <div className="quiet">
          <RecordLink id={record} hasSubject={false} />
        </div>
      )}
    </li>
  );
}

function Names({ names }: { names: readonly string[] }) {
  const texts = useDiscloseTexts();
  const format = useFormat();
  return (
    <details>
      <summary>{texts.names(format.number(names.length))}</summary>
      <ul>
        {names.slice(0, MOST).map((name) => (
          <li key={name}>
            <OutsideText text={name} />
          </li>
        ))}
      </ul>
      {names.length > MOST && <MoreThan count={names.length - MOST} />}
    </details>
  );
}

function MoreThan({ count }: { count: number }) {
  const texts = useDiscloseTexts();
  const format = useFormat();
  return <p className="quiet">{texts.andMore(format.number(count))}</p>;
}
