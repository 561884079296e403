import type { ReactNode } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { BundleRecord } from '../../../core/proofs/bundle.ts';
import { nameOfKind } from '../../../core/records/kind.ts';
import type { NamedParty } from '../../../client/http/fetch-party.ts';
import { Hash } from '../../components/hash.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { useFormat } from '../../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { findAnswered } from '../../../jobs/verify/answered-record.ts';
import { useFileFactsTexts } from './file-facts-texts.ts';
import { listSources } from './list-sources.ts';
import { Party } from './party.tsx';
import { useServerHints } from './server-hints.ts';
import { RecordName } from './surroundings.tsx';
import classes from './verdict.module.css';

/** Returns facts about the records beside the subject of a proof file: what an answer is about, and where figures come from. */
export function useFileFacts({ summary, bundle, parties }: ProofVerification): [string, ReactNode][] {
  const texts = useFileFactsTexts();
  if (summary === null || bundle === null) return [];
  const answered = findAnswered({ bundle });
  const sources = listSources({ bundle, summary });
  return [
    ...(answered !== null
      ? [
          [texts.about, <About key="about" {...{ outcome: { bundle, parties }, id: answered }} />] as [
            string,
            ReactNode,
          ],
        ]
      : []),
    ...(sources.length === 0
      ? []
      : [
          [texts.dataFrom, <Sources key="from" {...{ sources, parties, own: summary.party }} />] as [
            string,
            ReactNode,
          ],
        ]),
  ];
}

/**
 * A text from a file in quotation marks, which keeps the direction of its letters to itself; a word for a missing one. The marks are text:
 * those that a style adds are no part of a link around them.
 */
export function Quoted({ text }: { text: unknown }) {
  const { untitled } = useRecordTexts();
  if (typeof text !== 'string' || text === '') return <>{untitled}</>;
  return (
    <>
      “<bdi>{showOutside(text, MOST_OF_TITLE)}</bdi>”
    </>
  );
}

/** The title that the subject of a proof file gives itself, with the party that wrote it. */
export function OwnTitle({
  outcome: { summary, parties },
}: {
  outcome: Pick<ProofVerification, 'summary' | 'parties'>;
}) {
  const texts = useFileFactsTexts();
  if (summary === null) return null;
  return (
    <p className={classes['ownTitle']}>
      {texts.callsItself} <Quoted text={summary.title} /> <span className="quiet">{texts.by}</span>{' '}
      <Party id={summary.party} parties={parties} />
    </p>
  );
}

interface AboutProps {
  readonly outcome: {
    readonly bundle: NonNullable<ProofVerification['bundle']>;
    readonly parties: readonly NamedParty[];
  };
  readonly id: Hex;
}

function About({ outcome: { bundle, parties }, id }: AboutProps) {
  const texts = useFileFactsTexts();
  const hints = useServerHints();
  const answered = bundle.records.find((record) => record.id === id);
  if (answered === undefined)
    return (
      <span className={classes['standing']}>
        {texts.aboutMissing} <Hash value={id} />
      </span>
    );
  return (
    <span className={classes['standing']}>
      <span>
        <RecordName id={answered.id} text={<Quoted text={answered.statement['title']} />} />
      </span>
      <Kind record={answered} />
      <span>
        <span className="quiet">{texts.by}</span>{' '}
        <NamedOrHinted id={answered.record.party} parties={parties} />
      </span>
      {hints?.renderNewest(answered)}
    </span>
  );
}

function Kind({ record: { record } }: { record: BundleRecord }) {
  const texts = useFileFactsTexts();
  const { kinds } = useRecordTexts();
  const format = useFormat();
  const { kind, subject, sequence } = record;
  return (
    <span className="quiet">
      <bdi>
        {texts.kindOf(kinds[nameOfKind(kind)], showOutside(subject, MOST_OF_TITLE), format.number(sequence))}
      </bdi>
    </span>
  );
}

/** A party as the registry names it; where that was not asked, with its name by the word of the server. */
function NamedOrHinted({ id, parties }: { id: Hex; parties: readonly NamedParty[] }) {
  const hints = useServerHints();
  const isNamed = parties.some((party) => party.id === id && party.identifiers !== null);
  if (isNamed || hints === null) return <Party id={id} parties={parties} />;
  return (
    <>
      <Hash value={id} /> {hints.renderName(id)}
    </>
  );
}

/** Sources that are listed. */
const MOST_SOURCES = 40;

function Sources({
  sources,
  parties,
  own,
}: {
  sources: readonly BundleRecord[];
  parties: readonly NamedParty[];
  own: Hex;
}) {
  const texts = useFileFactsTexts();
  const format = useFormat();
  const more = sources.length - MOST_SOURCES;
  return (
    <ul className={classes['plain']}>
      {sources.slice(0, MOST_SOURCES).map((source) => (
        <li key={source.id}>
          <RecordName id={source.id} text={<Quoted text={source.statement['title']} />} />{' '}
          {source.record.party === own ? (
            <strong className={classes['itself']}>{texts.itself}</strong>
          ) : (
            <>
              <span className="quiet">{texts.by}</span>{' '}
              <NamedOrHinted id={source.record.party} parties={parties} />
            </>
          )}
        </li>
      ))}
      {more > 0 && <li>{texts.more(format.number(more))}</li>}
    </ul>
  );
}

/** The party of a record that a proof file shows. */
export function ByParty({
  id,
  outcome: { bundle, parties },
}: {
  id: Hex;
  outcome: Pick<ProofVerification, 'bundle' | 'parties'>;
}) {
  const texts = useFileFactsTexts();
  const party = bundle?.records.find((record) => record.id === id)?.record.party;
  if (party === undefined) return null;
  return (
    <>
      <span className="quiet">{texts.by}</span> <Party id={party} parties={parties} />
    </>
  );
}
