import { Fragment, useCallback, useMemo, useState } from 'react';
import { Button } from '@mantine/core';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import type { FigureOrigins } from '../../../core/verify/figures.ts';
import { FigureName } from '../../components/record/figure-name.tsx';
import { orderFigures } from '../../components/record/figure-order.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { useFormat } from '../../language/format.ts';
import { MOST_OF_TEXT, MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import type { Changed } from '../../../jobs/verify/compare-copies.ts';
import { readClaim } from '../../../jobs/verify/figure-claims.ts';
import { FigureNotes, FigureRemarks } from './figure-notes.tsx';
import { useFigureNoteTexts } from './figure-note-texts.ts';
import { useBeforePrint } from './print-all.ts';
import { countNewer, type Present } from '../../../jobs/verify/present.ts';
import { openSourcesHere, type SourcesHere } from '../../../jobs/verify/sources-here.ts';
import { doubtOf } from './summary-facts.tsx';
import { useSurroundings } from './surroundings.tsx';
import { useVerdictTexts } from './verdict-texts.ts';
import classes from './verdict.module.css';
import { OutsideText } from '../../components/outside-text.tsx';

/** Figures that are shown before the reader asks for all. */
const FIRST = 25;

const TONES: Record<keyof FigureOrigins, Tone> = {
  recomputed: 'good',
  cited: 'neutral',
  uncited: 'unsure',
  notOfRun: 'unsure',
  notRecomputed: 'neutral',
};

interface FiguresProps {
  readonly outcome: ProofVerification;
  /** What differs from what was signed; null while that is not known. */
  readonly changed: readonly Changed[] | null;
  /** How the record stands today; null where that is not asked. */
  readonly present?: Present | null;
}

/** The figures of the record with unit, period and where each comes from; and what the file shows as absent. */
export function Figures({ outcome, changed, present = null }: FiguresProps) {
  const { summary, bundle } = outcome;
  const texts = useVerdictTexts();
  const notes = useFigureNoteTexts();
  const format = useFormat();
  const { renderSources } = useSurroundings();
  const [isWhole, setWhole] = useState(false);
  useBeforePrint(useCallback(() => setWhole(true), []));
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const now = present?.state === 'known' ? present.outcome.bundle : null;
  const isOld = countNewer(outcome) > 0;
  const file = useMemo(() => (bundle === null ? null : { bundle, now, isOld }), [bundle, now, isOld]);
  const sourcesHere = useMemo(() => openSourcesHere(bundle ?? { records: [] }), [bundle]);
  if (summary === null || bundle === null) return null;
  const isDoubtful = doubtOf(outcome) !== null;
  const { entries, record } = bundle.records[0]!;
  const arePrivate = entries.shown.length === 0 && record.entries !== ZERO_HASH;
  const sourcesOf = (key: string): SourcesHere =>
    renderSources === null || isDoubtful ? 'none' : sourcesHere(key);
  const toggle = (key: string): void => setOpened((now) => now.symmetricDifference(new Set([key])));
  const { origins, relabelled } = summary;
  const ordered = orderFigures(entries.shown, ({ value }) => value !== null);
  const shown = ordered.slice(0, isWhole ? undefined : FIRST);
  const originOf = (key: string): keyof FigureOrigins | undefined =>
    (Object.keys(TONES) as (keyof FigureOrigins)[]).find(
      (origin) => origins?.[origin].includes(key) === true,
    );
  return (
    <>
      {shown.length > 0 && (
        <table className={classes['figures']}>
          <caption className="hidden-text">{texts.figures}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.figure}</th>
              <th scope="col" className="number">
                {texts.value}
              </th>
              <th scope="col">{texts.period}</th>
              {origins !== null && <th scope="col">{texts.origin}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ key, value, unit, from, until, detail }) => {
              const origin = originOf(key);
              const isChanged = changed?.some(({ part, name }) => part === 'entry' && name === key) === true;
              const renamed = relabelled.find((each) => each.key === key);
              const isOpen = opened.has(key);
              const claim = readClaim({ key, detail }, { bundle, summary });
              const isPlain = !isDoubtful && renamed === undefined;
              return (
                <Fragment key={key}>
                  <tr>
                    <th scope="row">
                      <FigureName figure={{ key, detail: claim.namedBy }} />
                      {renamed !== undefined && (
                        <span className={classes['renamed']}>
                          <Tag tone="unsure">{notes.renamed(renamed.cited)}</Tag>{' '}
                          <span className="quiet">
                            {notes.renamedReason} <q>{showOutside(renamed.reason, MOST_OF_TEXT)}</q>
                          </span>
                        </span>
                      )}
                      <FigureNotes figure={key} claim={claim} kind={summary.kind} />
                      {sourcesOf(key) === 'here' && (
                        <SourcesButton isOpen={isOpen} name={key} onToggle={() => toggle(key)} />
                      )}
                    </th>
                    <td className="number" data-header={texts.value}>
                      {value === null ? (
                        <span className="quiet">{texts.document}</span>
                      ) : (
                        <>
                          <strong>{format.decimal(value)}</strong> {format.unit(unit)}
                        </>
                      )}
                    </td>
                    <td data-header={texts.period} className={classes['period']}>
                      {until === 0 ? texts.noPeriod : format.period(from, until)}
                    </td>
                    {origins !== null && (
                      <td data-header={texts.origin}>
                        {isChanged && <Tag tone="bad">{texts.changedFigure}</Tag>}{' '}
                        {origin !== undefined && (
                          <Tag tone={isPlain ? TONES[origin] : 'neutral'}>{texts.origins[origin]}</Tag>
                        )}
                      </td>
                    )}
                  </tr>
                  {isOpen && (
                    <tr className={classes['sources']}>
                      <td colSpan={4}>{file !== null && renderSources?.(file, key)}</td>
                    </tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      )}
      {entries.shown.length > shown.length && (
        <Button variant="default" size="compact-sm" onClick={() => setWhole(true)}>
          {texts.more(format.number(entries.shown.length))}
        </Button>
      )}
      <FigureRemarks outcome={{ summary, bundle }} />
      {arePrivate && <p>{texts.noFigures}</p>}
      {shown.some(({ key }) => sourcesOf(key) === 'missing') && <p className="quiet">{texts.rowsMissing}</p>}
      <Absences outcome={{ summary, bundle }} />
    </>
  );
}

function SourcesButton({ isOpen, name, onToggle }: { isOpen: boolean; name: string; onToggle: () => void }) {
  const texts = useVerdictTexts();
  return (
    <div className={classes['trace']}>
      <Button
        variant="default"
        size="compact-sm"
        aria-expanded={isOpen}
        aria-label={`${texts.howComputed}: ${showOutside(name, MOST_OF_TITLE)}`}
        onClick={onToggle}
      >
        {texts.howComputed}
      </Button>
    </div>
  );
}

function Absences({
  outcome: { summary, bundle },
}: {
  outcome: Pick<ProofVerification, 'summary' | 'bundle'>;
}) {
  const texts = useVerdictTexts();
  const records = useRecordTexts();
  const format = useFormat();
  const absent = bundle?.records[0]?.entries.absent ?? [];
  const { absentStreams = [], unusedRows = [] } = summary ?? {};
  const lists: [string, string[]][] = [
    [texts.absentFigures, absent.map(({ key }) => key)],
    [
      texts.absentStreams,
      absentStreams.map(({ kind, subject, batch }) =>
        texts.absentStream(records.kinds[kind], subject, format.number(batch)),
      ),
    ],
    [texts.unusedRows, unusedRows.flatMap(({ keys }) => keys)],
  ];
  return lists
    .filter(([, items]) => items.length > 0)
    .map(([title, items]) => (
      <div key={title}>
        <h3 className={classes['small']}>{title}</h3>
        <ul className={classes['keys']}>
          {items.slice(0, MOST_LISTED).map((item) => (
            <li key={item}>
              <OutsideText text={item} most={MOST_OF_TITLE} />
            </li>
          ))}
          {items.length > MOST_LISTED && <li>…</li>}
        </ul>
      </div>
    ));
}

const MOST_LISTED = 50;
