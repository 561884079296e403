import { quoteText } from '../../core/outside-text.ts';
import type { Dependent, Impact } from '../../jobs/impact/read-impact.ts';
import { plainText } from './text-format.ts';
import { formatFields, listKeys, wrapLine } from './wrap-text.ts';

/** Returns what a change concerns as text: what changed, and how each dependent stands. */
export function formatImpact(impact: Impact): string {
  const { total, truncated, dependents } = impact;
  return [
    ...describeChange(impact),
    ...(dependents.length === 0 ? ['No record depends on it.'] : dependents.map(formatDependent)),
    ...(truncated ? [`More than ${total} records depend on it.`] : []),
  ].join('\n');
}

function describeChange({ successor, withdrawn, changed }: Impact): string[] {
  if (successor === null)
    return [withdrawn ? 'This record is a withdrawal.' : 'This is the newest version in its stream.'];
  const head = `Its newest version is\n  ${successor}`;
  if (withdrawn) return [head, 'which is a withdrawal: everything counts as changed.'];
  if (changed === null) return [head, 'Its changes are not known row by row: everything counts as changed.'];
  return [head, wrapLine(`It changed ${listKeys(changed.map(plainText)) || 'nothing'}.`, 2)];
}

function formatDependent(dependent: Dependent): string {
  const { id, title, kind, subject, sequence, version, state, by, keys, path } = dependent;
  const details = [...describeVersion(version), describePath(path.length - 1), describeKeys(by, keys)];
  return formatFields([
    [state.padEnd('unaffected'.length), title === '' ? 'untitled' : quoteText(title)],
    ['', `${kind} ${plainText(subject)}, sequence ${sequence}`],
    ['', id],
    [
      '',
      `party ${dependent.identifier === null ? 'without a known identifier' : plainText(dependent.identifier)}`,
    ],
    ['', dependent.party],
    ['', details.join(', ')],
  ]);
}

function describeVersion(version: number | null): string[] {
  return version === null ? [] : [`uses version ${version}`];
}

function describePath(steps: number): string {
  return steps < 0 ? 'many steps' : `${steps} step${steps > 1 ? 's' : ''}`;
}

function describeKeys(by: string, keys: readonly string[] | null): string {
  if (by === 'record' || keys === null) return 'compared as a whole';
  return keys.length === 0 ? 'no figure' : listKeys(keys.map(plainText));
}
