import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Status } from '../../../client/generated/openapi.ts';
import { writeCsv } from '../../components/list/csv.ts';
import { Facts } from '../../components/facts.tsx';
import { saveFile } from '../../components/save-file.ts';
import { Failure, Loading } from '../../components/states.tsx';
import { ledger } from '../../data/ledger.ts';
import { useFormat } from '../../language/format.ts';
import { costOfBatch } from './alarms.ts';
import { currencyOf } from './currency.ts';
import type { Metrics } from './metrics.ts';
import { useOperatorTexts } from './operator-texts.ts';
import { spreadOf } from './times.ts';
import { readTotals, type Total, type Totals } from './totals.ts';

const MINUTE_MS = 60_000;

interface FiguresProps {
  readonly status: Status;
  readonly metrics: Metrics;
  /** Seconds from received to anchored, of the latest records. */
  readonly seconds: readonly number[];
}

/** What the ledger holds in all, for those who report about it. */
export function Figures({ status, metrics, seconds }: FiguresProps) {
  const texts = useOperatorTexts();
  const format = useFormat();
  const rowsOf = useRows({ status, metrics, seconds });
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    queryKey: ['totals'],
    queryFn: () => readTotals(ledger),
    staleTime: MINUTE_MS,
    refetchInterval: MINUTE_MS,
  });
  if (data === undefined)
    return error === null ? <Loading /> : <Failure error={error} onRetry={() => void refetch()} />;
  const readAt = Math.floor(dataUpdatedAt / 1000);
  const shown = ({ count, isPart }: Total): string =>
    isPart ? texts.atLeast(format.number(count)) : format.number(count);
  const save = (): void =>
    saveFile(
      `ledger-figures-${new Date(dataUpdatedAt).toISOString().slice(0, 10)}.csv`,
      'text/csv',
      writeCsv(rowsOf(data, readAt)),
    );
  return (
    <section className="card stack" aria-labelledby="figures">
      <div>
        <h2 id="figures">{texts.figures}</h2>
        <p className="quiet">{texts.figuresLead(format.time(readAt))}</p>
      </div>
      <Facts
        facts={[
          [texts.records, shown(data.records)],
          [texts.batchCount, shown(data.batches)],
          [
            texts.rejected,
            <span key="rejected">
              {shown(data.rejected)} <span className="quiet">{texts.rejectedAdvice}</span>
            </span>,
          ],
        ]}
      />
      <div>
        <Button variant="default" size="compact-sm" onClick={save}>
          {texts.download}
        </Button>
      </div>
    </section>
  );
}

/** Returns what writes the figures of the page as rows of a table, with numbers that programs read. */
function useRows({
  status,
  metrics,
  seconds,
}: FiguresProps): (totals: Totals, readAt: number) => readonly (readonly string[])[] {
  const texts = useOperatorTexts();
  const { csv } = texts;
  const currency = (status.chain === null ? null : currencyOf(status.chain.chainId)) ?? texts.anyCurrency;
  return (totals, readAt) => {
    const cost = costOfBatch((name) => metrics.get(name));
    const balance = metrics.get('carbon_ledger_anchorer_balance_wei');
    const spread = spreadOf(seconds);
    const total = ({ count, isPart }: Total): string => (isPart ? `>${count}` : String(count));
    const ether = (wei: number): string => (wei / 1e18).toFixed(18);
    return [
      [csv.figure, csv.value, csv.unit],
      [csv.readAt, new Date(1000 * readAt).toISOString(), ''],
      [texts.records, total(totals.records), ''],
      [texts.batchCount, total(totals.batches), ''],
      [texts.rejected, total(totals.rejected), ''],
      [texts.waiting, String(status.queue.waiting), ''],
      [csv.final, String(status.final), ''],
      ...(spread === null
        ? []
        : [
            [csv.median, String(spread.median), 's'],
            [csv.slowest, String(spread.slowest), 's'],
          ]),
      ...(cost === null ? [] : [[texts.perBatch, ether(cost), currency]]),
      ...(balance === undefined || Number.isNaN(balance) ? [] : [[texts.balance, ether(balance), currency]]),
    ];
  };
}
