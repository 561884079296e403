import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Status } from '../../../client/generated/openapi.ts';
import { LiveMark } from '../../components/live-mark.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Failure, Unread } from '../../components/states.tsx';
import { ledger } from '../../data/ledger.ts';
import { statusQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import { AlarmList } from './alarm-list.tsx';
import { type AlarmState, judgeAlarms } from './alarms.ts';
import { Cost } from './cost.tsx';
import { Figures } from './figures.tsx';
import { Health, Headline } from './health.tsx';
import { type Metrics, metricsOfStatus, readMetrics } from './metrics.ts';
import { useOperatorTexts } from './operator-texts.ts';
import { Registrar } from './registrar.tsx';
import { Speed } from './speed.tsx';
import { timesToAnchor } from './times.ts';

const route = getRouteApi('/operator');

const REFRESH_MS = 10_000;
/** How many of the newest batches and records the figures are computed from. */
const LATEST = 100;

/** How sealing and anchoring go, what they take and cost, which alarms hold; and what a registrar does with a wallet. */
export function OperatorPage() {
  const { title } = useOperatorTexts();
  const query = useQuery(statusQuery);
  if (query.data === undefined) return <Unread query={query} heading={title} />;
  return <ShownOperator status={query.data} error={query.error} />;
}

function ShownOperator({ status, error }: { status: Status; error: unknown }) {
  const texts = useOperatorTexts();
  const { action, party } = route.useSearch();
  const metrics = useQuery({ queryKey: ['metrics'], queryFn: readMetrics, refetchInterval: REFRESH_MS });
  const known: Metrics = new Map([...metricsOfStatus(status), ...(metrics.data ?? [])]);
  const alarms = judgeAlarms(known);
  const countOf = (state: AlarmState): number => alarms.filter((alarm) => alarm.state === state).length;
  const registrar = status.chain !== null && (
    <Registrar key={`${action} ${party}`} chain={status.chain} action={action} party={party} />
  );
  return (
    <div className="stack">
      <PageHeading
        title={texts.title}
        serverWord="many"
        lead={texts.lead}
        actions={
          <>
            <Link to="/operator" search={(now) => now} hash="registrar">
              {texts.registrar}
            </Link>
            <LiveMark />
          </>
        }
      />
      {action !== undefined && registrar}
      <Headline status={status} firing={countOf('firing')} unsure={countOf('unsure')} />
      {error !== null && <Failure error={error} />}
      <Measured status={status} metrics={known} />
      <Alarms alarms={alarms} metrics={metrics.data} />
      {action === undefined && registrar}
    </div>
  );
}

/** What is computed from the newest batches and records. */
function Measured({ status, metrics }: { status: Status; metrics: Metrics }) {
  const { data, error, refetch } = useQuery({ queryKey: ['listBatches', 'latest'], queryFn: readLatest });
  const times = timesToAnchor(data?.records ?? [], data?.batches ?? []);
  return (
    <>
      <div className="grid">
        <Health status={status} />
        {data !== undefined && (
          <Cost metrics={metrics} batches={data.batches} chainId={status.chain?.chainId ?? null} />
        )}
      </div>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data !== undefined && <Speed metrics={metrics} times={times} />}
      <Figures status={status} metrics={metrics} seconds={times.records} />
    </>
  );
}

interface AlarmsProps {
  readonly alarms: ReturnType<typeof judgeAlarms>;
  /** Null where the operator serves none to this browser; undefined until they are read. */
  readonly metrics: Metrics | null | undefined;
}

function Alarms({ alarms, metrics }: AlarmsProps) {
  const texts = useOperatorTexts();
  const format = useFormat();
  return (
    <section className="card" aria-labelledby="alarms">
      <h2 id="alarms">{texts.alarms}</h2>
      <p className="quiet">{texts.alarmsLead}</p>
      {metrics === null && (
        <Alert color="gray" variant="light" mb="sm">
          {texts.fromStatus}
        </Alert>
      )}
      <AlarmList alarms={alarms} hasMetrics={metrics != null} count={(number) => format.number(number)} />
    </section>
  );
}

async function readLatest() {
  const [batches, records] = await Promise.all([
    ledger.listBatches({ limit: LATEST }),
    ledger.listRecords({ limit: LATEST }),
  ]);
  return { batches: batches.items, records: records.items };
}
