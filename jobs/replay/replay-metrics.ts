import type { FollowState } from './follow-replay.ts';
import { isFault, type ReplayCode } from './replay-codes.ts';

/** Returns what following a ledger has come to, in the text format of Prometheus. docs/operate.md says what each metric means. */
export function formatMetrics(state: FollowState): string {
  const lines = [...renderProgress(state), ...renderFindings(state), ...renderLooks(state)];
  return lines.map((line) => `${line}\n`).join('');
}

function renderProgress({ report, progress }: FollowState): string[] {
  const { number, latest, records } = progress ?? report ?? { number: 0, latest: 0, records: 0 };
  return [
    ...render('batch', 'gauge', 'The batch that was replayed last.', number),
    ...render('latest_batch', 'gauge', 'The latest final batch on the chain.', latest),
    ...render('records', 'gauge', 'Records that were replayed.', records),
  ];
}

function renderFindings({ report }: FollowState): string[] {
  const counts = Object.entries(report?.counts ?? {});
  const faults = counts.filter(([code]) => isFault({ code: code as ReplayCode }));
  const sum = faults.reduce((total, [, count]) => total + count, 0);
  const byCode = counts.map(([code, count]) => [`{code="${code}"}`, count] as const);
  return [
    ...render('findings', 'gauge', 'Findings of each code of docs/errors.md.', byCode),
    ...render('faults', 'gauge', 'Findings that are faults of the operator.', sum),
  ];
}

function renderLooks(state: FollowState): string[] {
  const unchecked = state.isUnchecked ? 1 : 0;
  const [checkedAt, registeredAt] = [seconds(state.checkedAt), seconds(state.registeredAt)];
  return [
    ...render(
      'unchecked',
      'gauge',
      'Whether the last look failed, or ended before the newest final batch.',
      unchecked,
    ),
    ...render(
      'failures_total',
      'counter',
      'Looks that could not reach publication, chain or server, or whose record was refused.',
      state.failures,
    ),
    ...render(
      'checked_timestamp_seconds',
      'gauge',
      'When a look last came to the newest final batch.',
      checkedAt,
    ),
    ...render(
      'registered_batch',
      'gauge',
      'The batch of the replay that was registered last.',
      state.registered?.number ?? [],
    ),
    ...render(
      'registered_timestamp_seconds',
      'gauge',
      'When this process last registered a replay.',
      registeredAt,
    ),
  ];
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
