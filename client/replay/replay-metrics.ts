import type { FollowState } from './follow-replay.ts';

/** Returns what following a ledger has come to, in the text format of Prometheus. */
export function formatMetrics({ report, registered, failures, succeededAt }: FollowState): string {
  const lines: string[] = [];
  const add = (name: string, type: 'gauge' | 'counter', help: string, values: Values): void => {
    lines.push(`# HELP ${PREFIX}${name} ${help}`, `# TYPE ${PREFIX}${name} ${type}`);
    for (const [labels, value] of values) lines.push(`${PREFIX}${name}${labels} ${value}`);
  };
  const one = (value: number): Values => [['', value]];
  add('batch', 'gauge', 'The batch that was replayed last.', one(report?.number ?? 0));
  add('latest_batch', 'gauge', 'The latest final batch on the chain.', one(report?.latest ?? 0));
  add('records', 'gauge', 'Records that were replayed.', one(report?.records ?? 0));
  const counts = Object.entries(report?.counts ?? {});
  add(
    'findings',
    'gauge',
    'Findings of each code of docs/errors.md.',
    counts.map(([code, count]) => [`{code="${code}"}`, count]),
  );
  add(
    'registered_batch',
    'gauge',
    'The batch of the replay that was registered last.',
    one(registered?.number ?? 0),
  );
  add(
    'failures_total',
    'counter',
    'Rounds that could not reach publication, chain or server.',
    one(failures),
  );
  add(
    'last_success_timestamp_seconds',
    'gauge',
    'When the last round ended that did not fail.',
    one(Math.floor((succeededAt ?? 0) / 1000)),
  );
  return `${lines.join('\n')}\n`;
}

type Values = readonly (readonly [labels: string, value: number])[];

const PREFIX = 'carbon_ledger_replay_';
