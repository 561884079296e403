import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { REPLAY_SUBJECT } from '../../../../core/records/kind.ts';
import { PartyName } from '../../../components/record/party-name.tsx';
import { Tag } from '../../../components/tag.tsx';
import { Empty, Unread } from '../../../components/states.tsx';
import { ledger } from '../../../data/ledger.ts';
import { statusQuery } from '../../../data/queries.ts';
import { useFormat } from '../../../language/format.ts';
import { Moment } from '../../../components/moment.tsx';
import { useExchangeTexts } from '../exchange-texts.ts';
import classes from '../exchange.module.css';

/** Streams of replays that are looked at: one for each party and kind. */
const MOST = 100;

/** The newest replay of each party: the batch up to which it computed all heads again. */
async function readReplays() {
  const lists = await Promise.all(
    (['assurance', 'decision'] as const).map((kind) =>
      ledger.listRecords({ kind, subject: REPLAY_SUBJECT, limit: MOST }),
    ),
  );
  const newest = new Map<string, (typeof lists)[number]['items'][number]>();
  for (const item of lists.flatMap(({ items }) => items)) {
    const known = newest.get(item.record.party);
    if (item.state !== 'rejected' && (known === undefined || known.acceptedAt < item.acceptedAt))
      newest.set(item.record.party, item);
  }
  return Promise.all([...newest.values()].map(({ id }) => ledger.readRecord({ id })));
}

/** Who replayed the ledger, up to which batch, and how many are newer. */
export function Replays() {
  const texts = useExchangeTexts();
  const format = useFormat();
  const status = useQuery(statusQuery);
  const query = useQuery({
    queryKey: ['replays'],
    queryFn: readReplays,
    refetchInterval: 30_000,
  });
  const { data } = query;
  if (data === undefined) return <Unread query={query} />;
  const final = status.data?.final ?? 0;
  return (
    <section className="card" aria-labelledby="replays">
      <h2 id="replays">{texts.replays}</h2>
      <p className="quiet">{texts.replaysLead}</p>
      {data.length === 0 && <Empty title={texts.noReplays} />}
      <ul className={`plain ${classes['replays']}`}>
        {data.map(({ id, record, statement, anchor }) => {
          const number = replayedBatch(statement);
          const behind = final - number;
          return (
            <li key={id}>
              <PartyName id={record.party} />
              <span>
                {texts.replayed}{' '}
                <Link to="/batches/$number" params={{ number: String(number) }}>
                  {format.number(number)}
                </Link>
              </span>
              <Tag tone={behind <= 0 ? 'good' : 'unsure'}>
                {behind <= 0 ? texts.upToDate : texts.behindBy(format.number(behind), behind)}
              </Tag>
              <span className="quiet">{anchor !== null && <Moment at={anchor.anchoredAt} />}</span>
            </li>
          );
        })}
      </ul>
      <details>
        <summary>{texts.replayAdvice}</summary>
        <code>ledger replay --register --party … --key …</code>
      </details>
    </section>
  );
}

function replayedBatch(statement: Readonly<Record<string, unknown>>): number {
  const { replay } = statement;
  if (typeof replay !== 'object' || replay === null || !('number' in replay)) return 0;
  return typeof replay.number === 'number' ? replay.number : 0;
}
