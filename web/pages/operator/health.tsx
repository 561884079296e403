import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Status } from '../../../client/generated/openapi.ts';
import { ApiError } from '../../../client/http/api-error.ts';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { Tag } from '../../components/tag.tsx';
import { ledger } from '../../data/ledger.ts';
import { useFormat } from '../../language/format.ts';
import { useOperatorTexts } from './operator-texts.ts';
import classes from './operator.module.css';

/** In one sentence, whether the ledger works. */
export function Headline({
  status: { halted, closed },
  firing,
  unsure,
}: {
  status: Status;
  /** Alarms that need attention, and those that may be harmless. */
  firing: number;
  unsure: number;
}) {
  const texts = useOperatorTexts();
  const format = useFormat();
  if (halted !== null)
    return (
      <Alert color="red" variant="light" title={texts.halted}>
        <code>{halted.code}</code>: {halted.message}
      </Alert>
    );
  if (closed !== null)
    return (
      <Alert color="yellow" variant="light" title={texts.closed}>
        <p>{texts.closedAfter(format.number(closed.batch))}</p>
        {/^0x0*$/.test(closed.successor) ? null : (
          <Facts facts={[[texts.successor, <Hash key="successor" value={closed.successor} isWhole />]]} />
        )}
      </Alert>
    );
  return (
    <div className={classes['headline']} data-tone={firing === 0 ? 'good' : 'unsure'} role="status">
      {firing === 0 ? texts.works : texts.worksWith(firing, format.number(firing))}
      {firing + unsure > 0 && (
        <div>
          <Link to="/operator" search={(now) => now} hash="alarms">
            {firing > 0 ? texts.seeAlarms : texts.toWatch(unsure, format.number(unsure))}
          </Link>
        </div>
      )}
    </div>
  );
}

/** The queue, the newest batches and blocks, and whether the server takes records. */
export function Health({ status }: { status: Status }) {
  const texts = useOperatorTexts();
  const format = useFormat();
  const { chain, queue, now } = status;
  const block = (given: { number: number; time: number } | null | undefined): string =>
    given === null || given === undefined
      ? texts.nobody
      : texts.block(format.number(given.number), format.relative(given.time, now));
  const batch = (number: number) =>
    number === 0 ? (
      texts.nobody
    ) : (
      <Link to="/batches/$number" params={{ number: String(number) }}>
        {format.number(number)}
      </Link>
    );
  return (
    <section className="card stack" aria-labelledby="health">
      <div>
        <h2 id="health">{texts.sealing}</h2>
        <p className="quiet">{texts.sealingLead}</p>
      </div>
      <Facts
        facts={[
          [texts.waiting, format.number(queue.waiting)],
          ...(queue.since === null
            ? []
            : [[texts.oldest, format.duration(Math.max(0, now - queue.since))] as const]),
          [texts.sealed, batch(status.sealed)],
          [texts.anchored, batch(status.anchored)],
          [texts.final, batch(status.final)],
          [texts.head, block(chain?.head)],
          [texts.finalBlock, block(chain?.final)],
          [texts.readiness, <Readiness key="readiness" />],
        ]}
      />
    </section>
  );
}

function Readiness() {
  const texts = useOperatorTexts();
  const { data, error } = useQuery({
    queryKey: ['readiness'],
    queryFn: () => ledger.showReadiness(),
    refetchInterval: 10_000,
    retry: false,
  });
  if (error !== null)
    return (
      <>
        <Tag tone="bad">{texts.notReady}</Tag> <code>{error instanceof ApiError ? error.code : ''}</code>
      </>
    );
  return data === undefined ? '…' : <Tag tone="good">{texts.ready}</Tag>;
}
