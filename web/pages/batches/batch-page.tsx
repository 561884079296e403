import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Batch } from '../../../client/generated/openapi.ts';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { ListTable } from '../../components/list/list-table.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { useRecordColumns } from '../../components/record/record-columns.tsx';
import { StateTag } from '../../components/record/record-tags.tsx';
import { Empty, Unread } from '../../components/states.tsx';
import { batchQuery, listQuery, statusQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import { NotFoundPage } from '../../shell/failed-page.tsx';
import { useBatchTexts } from './batch-texts.ts';
import classes from './batch.module.css';

const route = getRouteApi('/batches/$number');

/** A batch: its header, where the chain holds it, and its records. */
export function BatchPage() {
  const number = Number(route.useParams().number);
  return Number.isSafeInteger(number) && number > 0 ? (
    <ReadBatch key={number} number={number} />
  ) : (
    <NotFoundPage />
  );
}

function ReadBatch({ number }: { number: number }) {
  const texts = useBatchTexts();
  const query = useQuery(batchQuery(number));
  const { data } = query;
  if (data === undefined) return <Unread query={query} heading={texts.numbered(number)} />;
  return <ShownBatch batch={data} />;
}

function ShownBatch({ batch }: { batch: Batch }) {
  const texts = useBatchTexts();
  const list = listQuery('listRecordsOfBatch', { number: batch.number });
  const query = useInfiniteQuery(list);
  return (
    <div className="stack">
      <PageHeading
        title={texts.numbered(batch.number)}
        serverWord="many"
        lead={
          <span role="status">
            <StateTag state={batch.state} />
          </span>
        }
        actions={<Neighbours number={batch.number} />}
      />
      <div className="halves">
        <HeaderCard batch={batch} />
        <AnchorCard batch={batch} />
      </div>
      <section aria-labelledby="records">
        <h2 id="records" className="spaced">
          {texts.itsRecords}
        </h2>
        <ListTable
          label={texts.itsRecords}
          columns={useRecordColumns()}
          query={query}
          queryKey={list.queryKey}
          keyOf={({ id }) => id}
          empty={<Empty title={texts.noRecords} />}
        />
      </section>
    </div>
  );
}

/** Links to the batches before and after. */
function Neighbours({ number }: { number: number }) {
  const texts = useBatchTexts();
  const { data } = useQuery(statusQuery);
  const link = (other: number, text: string): ReactNode => (
    <LinkButton to="/batches/$number" params={{ number: String(other) }} variant="default">
      {text}
    </LinkButton>
  );
  return (
    <>
      {number > 1 && link(number - 1, texts.before)}
      {data !== undefined && number < data.sealed && link(number + 1, texts.after)}
    </>
  );
}

function HeaderCard({ batch: { id, number, header } }: { batch: Batch }) {
  const texts = useBatchTexts();
  const format = useFormat();
  return (
    <section className="card" aria-labelledby="header">
      <h2 id="header" className="spaced">
        {texts.header}
      </h2>
      <Facts
        facts={[
          [texts.records, format.number(header.recordCount)],
          [texts.sealedAt, texts.sealedAfter(format.time(header.sealedAt))],
          [texts.id, <Hash key="id" value={id} />],
          [texts.recordsRoot, <Hash key="records" value={header.records} />],
          [texts.headsRoot, <Hash key="heads" value={header.heads} />],
          [texts.previousId, number > 1 ? <Hash key="previous" value={header.previous} /> : texts.isFirst],
        ]}
      />
      <p className={classes['note']}>{texts.sealedNote}</p>
    </section>
  );
}

function AnchorCard({ batch: { number, anchor, state } }: { batch: Batch }) {
  const texts = useBatchTexts();
  const format = useFormat();
  const { data } = useQuery(statusQuery);
  const chain = data?.chain ?? null;
  return (
    <section className="card" aria-labelledby="anchor">
      <h2 id="anchor" className="spaced">
        {texts.onChain}
      </h2>
      {anchor === null ? (
        <p className="quiet">{state === 'submitted' ? texts.sent : texts.notAnchored}</p>
      ) : (
        <Facts
          facts={[
            [texts.anchored, <Moment key="at" at={anchor.anchoredAt} />],
            [texts.block, format.number(anchor.block)],
            [texts.blockHash, <Hash key="block" value={anchor.blockHash} />],
            [texts.transaction, <Hash key="transaction" value={anchor.transaction} />],
            ...(chain === null
              ? []
              : [
                  [texts.chain, String(chain.chainId)] as const,
                  [texts.contract, <Hash key="contract" value={chain.ledger} />] as const,
                ]),
          ]}
        />
      )}
      <p className={classes['note']}>
        {texts.publication}{' '}
        <a href={`/v1/batches/${number}/records`} download={`batch-${number}.ndjson`}>
          {texts.download}
        </a>
      </p>
    </section>
  );
}
