import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { LiveMark } from '../../components/live-mark.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Failure, Unread } from '../../components/states.tsx';
import { ledger } from '../../data/ledger.ts';
import { statusQuery } from '../../data/queries.ts';
import { AlarmList } from './alarm-list.tsx';
import { judgeAlarms } from './alarms.ts';
import { Cost } from './cost.tsx';
import { Health, Headline } from './health.tsx';
import { type Metrics, metricsOfStatus, readMetrics } from './metrics.ts';
import { useOperatorTexts } from './operator-texts.ts';
import { Registrar } from './registrar.tsx';
import { Speed } from './speed.tsx';

const REFRESH_MS = 10_000;
/** How many of the newest batches and records the figures are computed from. */
const LATEST = 100;

/** How sealing and anchoring go, what they take and cost, which alarms hold; and what a registrar does with a wallet. */
export function OperatorPage() {
  const texts = useOperatorTexts();
  const status = useQuery(statusQuery);
  const metrics = useQuery({ queryKey: ['metrics'], queryFn: readMetrics, refetchInterval: REFRESH_MS });
  const latest = useQuery({ queryKey: ['listBatches', 'latest'], queryFn: readLatest });
  if (status.data === undefined) return <Unread query={status} heading={texts.title} />;
  const known: Metrics = new Map([...metricsOfStatus(status.data), ...(metrics.data ?? [])]);
  const alarms = judgeAlarms(known);
  const firing = alarms.filter(({ state }) => state === 'firing').length;
  return (
    <div className="stack">
      <PageHeading title={texts.title} lead={texts.lead} actions={<LiveMark />} />
      <Headline status={status.data} firing={firing} />
      {status.error !== null && <Failure error={status.error} onRetry={() => void status.refetch()} />}
      <div className="grid">
        <Health status={status.data} />
        {latest.data !== undefined && <Cost metrics={known} batches={latest.data.batches} />}
      </div>
      {latest.error !== null && <Failure error={latest.error} onRetry={() => void latest.refetch()} />}
      {latest.data !== undefined && <Speed metrics={known} {...latest.data} />}
      <section className="card" aria-labelledby="alarms">
        <h2 id="alarms">{texts.alarms}</h2>
        <p className="quiet">{texts.alarmsLead}</p>
        {metrics.data === null && (
          <Alert color="gray" variant="light" mb="sm">
            {texts.fromStatus}
          </Alert>
        )}
        <AlarmList alarms={alarms} />
      </section>
      {status.data.chain !== null && <Registrar chain={status.data.chain} />}
    </div>
  );
}

async function readLatest() {
  const [batches, records] = await Promise.all([
    ledger.listBatches({ limit: LATEST }),
    ledger.listRecords({ limit: LATEST }),
  ]);
  return { batches: batches.items, records: records.items };
}
