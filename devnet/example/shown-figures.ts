import { formatInterval } from '../../cli/output/figures/uncertainty-text.ts';
import { readUncertainty } from '../../engine/uncertainty/read-note.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';

/** Returns a function that writes a figure of a result with its unit, and with its interval where it states one. */
export function openFigures(entries: readonly UnsaltedEntry[]): (key: string) => string {
  const figures = new Map(entries.map((entry) => [entry.key, entry]));
  return (key) => {
    const figure = figures.get(key);
    if (figure?.value == null) throw new Error(`the result has no figure ${key}`);
    const { low, high } = readUncertainty(figure.detail) ?? {};
    const interval = formatInterval({ low, high });
    const text = `${figure.value} ${figure.unit.replace(/\{(.*)\}/, ' of $1')}`;
    return interval === '' ? text : `${text} (${interval})`;
  };
}
