import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { nameOfKind } from '../../../core/records/kind.ts';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { loadLater } from '../../components/load-later.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { PartyName } from '../../components/record/party-name.tsx';
import { KindTag, StateTag } from '../../components/record/record-tags.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Unread } from '../../components/states.tsx';
import { SubjectName } from '../../components/record/subject-name.tsx';
import { RecordLink } from '../../components/record/record-link.tsx';
import { recordQuery } from '../../data/queries.ts';
import { titleOf } from '../../data/record-title.ts';
import { listStated, StatementFacts } from '../../work/statement-facts.tsx';
import { EntriesSection } from './entries-section.tsx';
import { RecordActions } from './record-actions.tsx';
import { RecordAnswers } from './record-answers.tsx';
import { RecordNotices } from './record-notices.tsx';
import { RecordPath } from './record-path.tsx';
import { useRecordPageTexts } from './record-page-texts.ts';
import { RecordSources } from './record-sources.tsx';
import classes from './record-page.module.css';

const route = getRouteApi('/records/$id');

const PicturesLink = loadLater(() => import('./pictures-link.tsx'), 'PicturesLink');
const RecordProducts = loadLater(() => import('./record-products.tsx'), 'RecordProducts');

/** A record: what it says, how far it has come, its entries, and what others say about it. */
export function RecordPage() {
  const { id } = route.useParams();
  const { record: recordName } = useRecordTexts();
  const query = useQuery(recordQuery(id as Hex));
  const { data } = query;
  if (data === undefined) return <Unread query={query} heading={recordName} />;
  return <ShownRecord key={data.id} view={data} />;
}

function ShownRecord({ view }: { view: RecordView }) {
  const texts = useRecordPageTexts();
  const { untitled } = useRecordTexts();
  const { id, record, statement } = view;
  const isFirst = record.previous === ZERO_HASH;
  // Before, there is no proof file.
  const isOnChain = view.state === 'anchored' || view.state === 'final';
  return (
    <div className="stack">
      <PageHeading
        outside={titleOf(view, untitled)}
        serverWord={isOnChain ? id : 'many'}
        lead={<Lead view={view} />}
        actions={<RecordActions view={view} />}
      />
      <RecordNotices view={view} />
      <RecordPath view={view} />
      <section className="card" aria-labelledby="statement">
        <h2 id="statement" className="spaced">
          {texts.statement}
        </h2>
        <StatementFacts
          statement={statement}
          members={listStated(statement)}
          others={[
            ...(isFirst
              ? []
              : [[texts.previous, <RecordLink key="previous" id={record.previous} />] as const]),
            [texts.sources(record.sources.length), <RecordSources key="sources" ids={record.sources} />],
          ]}
        />
      </section>
      <Suspense fallback={null}>
        <PicturesLink view={view} />
      </Suspense>
      <Suspense fallback={null}>
        <RecordProducts view={view} />
      </Suspense>
      <EntriesSection view={view} />
      <RecordAnswers id={id} kind={record.kind} />
      <details className={classes['details']}>
        <summary>{texts.signed}</summary>
        <p className="quiet">{texts.signedLead}</p>
        <Facts
          facts={[
            [texts.id, <Hash key="id" value={id} isWhole />],
            [texts.partyId, <Hash key="party" value={record.party} isWhole />],
            [texts.entriesRoot, <Hash key="entries" value={record.entries} isWhole />],
            [texts.statementHash, <Hash key="statement" value={record.statement} isWhole />],
            [texts.previousId, <Hash key="previous" value={record.previous} isWhole />],
            [texts.signature, <Hash key="signature" value={view.signature} isWhole />],
          ]}
        />
      </details>
    </div>
  );
}

function Lead({ view: { record, state } }: { view: RecordView }) {
  const texts = useRecordTexts();
  const { party, kind, subject, sequence } = record;
  return (
    <span className={classes['lead']}>
      <KindTag kind={kind} subject={subject} />
      <StateTag state={state} />
      <span>
        <Link
          to="/streams/$party/$kind/$"
          params={{ party, kind: nameOfKind(kind), _splat: subject }}
          search={{}}
        >
          <SubjectName subject={subject} />
        </Link>{' '}
        · <span className="unbroken">{texts.version(sequence)}</span>
      </span>
      <PartyName id={party} />
    </span>
  );
}
