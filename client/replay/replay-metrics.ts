import type { FollowState } from './follow-replay.ts';
import { isFault, type ReplayCode } from './replay-codes.ts';

/** Returns what following a ledger has come to, in the text format of Prometheus. docs/operate.md says what each metric means. */
export function formatMetrics(state: FollowState): string {
  const { report, progress, registered } = state;
  const counts = Object.entries(report?.counts ?? {});
  const faults = counts.filter(([code]) => isFault({ code: code as ReplayCode }));
  return [
    ...render('batch', 'gauge', 'The batch that was replayed last.', progress?.number ?? report?.number ?? 0),
    ...render(
      'latest_batch',
      'gauge',
      'The latest final batch on the chain.',
      progress?.latest ?? report?.latest ?? 0,
    ),
    ...render('records', 'gauge', 'Records that were replayed.', progress?.records ?? report?.records ?? 0),
    ...render(
      'findings',
      'gauge',
      'Findings of each code of docs/errors.md.',
      counts.map(([code, count]) => [`{code="${code}"}`, count]),
    ),
    ...render(
      'faults',
      'gauge',
      'Findings that are faults of the operator.',
      faults.reduce((sum, [, count]) => sum + count, 0),
    ),
    ...render(
      'unchecked',
      'gauge',
      'Whether the last look failed, or ended before the newest final batch.',
      state.isUnchecked ? 1 : 0,
    ),
    ...render(
      'failures_total',
      'counter',
      'Looks that could not reach publication, chain or server.',
      state.failures,
    ),
    ...render(
      'checked_timestamp_seconds',
      'gauge',
      'When a look last came to the newest final batch.',
      seconds(state.checkedAt),
    ),
    ...render(
      'registered_batch',
      'gauge',
      'The batch of the replay that was registered last.',
      registered === null ? [] : registered.number,
    ),
    ...render(
      'registered_timestamp_seconds',
      'gauge',
      'When this process last registered a replay.',
      seconds(state.registeredAt),
    ),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** A time that is not known yet is left out, so that no alarm takes it for an old one. */
function seconds(time: number | null): number | Values {
  return time === null ? [] : Math.floor(time / 1000);
}

function render(name: string, type: 'gauge' | 'counter', help: string, values: number | Values): string[] {
  const all: Values = typeof values === 'number' ? [['', values]] : values;
  return [
    `# HELP ${PREFIX}${name} ${help}`,
    `# TYPE ${PREFIX}${name} ${type}`,
    ...all.map(([labels, value]) => `${PREFIX}${name}${labels} ${value}`),
  ];
}

type Values = readonly (readonly [labels: string, value: number])[];

const PREFIX = 'carbon_ledger_replay_';
