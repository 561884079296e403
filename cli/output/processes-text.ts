import { type ImportedProcesses, LEFT_OUT } from '../../jobs/import/read-processes.ts';
import { formatCount, plainText } from './text-format.ts';

/** Returns what a command prints about processes for people. */
export function describeProcesses(
  { entries, processes, unsupplied, leftOut }: ImportedProcesses,
  output: string,
): string {
  const left = leftOut.flatMap(({ kind, count, first }) => [
    `${String(count).padStart(7)}  ${kind}: ${LEFT_OUT[kind]}`,
    `         such as ${first.map((place) => plainText(place)).join('; ')}`,
  ]);
  return [
    `${formatCount(processes, 'process', 'processes')}, ${formatCount(entries.length, 'entry', 'entries')}`,
    ...(unsupplied.length === 0
      ? []
      : [`${formatCount(unsupplied.length, 'product')} that no process makes: --json lists them`]),
    ...(left.length === 0 ? [] : ['left out, assumed or changed:', ...left]),
    `written to ${output}`,
  ].join('\n');
}
