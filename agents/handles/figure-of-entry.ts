import * as z from 'zod';
import { isSetOperand, readCitation, readDerivation } from '../../core/records/derivation.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { FigureParts } from '../../jobs/derive/figure-cover.ts';
import { readStatedFigure } from '../../jobs/explain/stated-figure.ts';
import type { FigureItem, NamedParty } from './figure-item.ts';

/** An entry of a record, or of a result that was computed here, as its figure is made of it. */
export type FigureEntry = Pick<UnsaltedEntry, 'key' | 'value' | 'unit' | 'from' | 'until'> & {
  readonly detail: unknown;
};

/** Where an entry is from: its record, or the run that computed it, by a name that is not that of another one. */
export interface EntryOrigin {
  readonly name: string;
  readonly party: NamedParty | null;
  readonly source: FigureItem['source'];
  readonly isPrivate: boolean;
  /** The other entries that its figures may be computed from, by key. */
  readonly entries: ReadonlyMap<string, FigureEntry>;
}

const texts = z.array(z.string());
/** What is read of the detail of a figure, which comes from anyone. */
const coverSchema = z.object({
  method: z.string().nullable().catch(null),
  gases: texts.catch([]),
  gwpSet: z.string().nullable().catch(null),
});
/** The members of a detail that decide whether two figures count the same. */
const CONDITIONS = ['basis', 'boundary', 'consolidation', 'rules', 'origin', 'constants'] as const;

/** Returns the figure of an entry; null for an entry without a value. */
export function figureOfEntry(entry: FigureEntry, origin: EntryOrigin): FigureItem | null {
  const { key, value, unit, from, until, detail } = entry;
  if (value === null) return null;
  const { method, gases, gwpSet } = coverSchema.parse(isObject(detail) ? detail : {});
  const { uncertainty, rounding } = readStatedFigure(detail);
  const { party, source, isPrivate } = origin;
  return {
    kind: 'figure',
    ...{ key, value, unit, from, until, method, gases, gwpSet, uncertainty, rounding },
    ...{ party, source, isPrivate },
    conditions: readConditions(detail),
    parts: readParts(entry, origin),
  };
}

function readConditions(detail: unknown): Record<string, string> {
  if (!isObject(detail)) return {};
  return Object.fromEntries(
    CONDITIONS.flatMap((name) => {
      const stated = detail[name];
      if (typeof stated === 'string') return [[name, stated]];
      return texts.safeParse(stated).success ? [[name, (stated as string[]).join(', ')]] : [];
    }),
  );
}

/** Returns the names of all that a figure is computed from, its own first: over figures of the same origin, down to rows. */
function readParts(entry: FigureEntry, { name, entries }: EntryOrigin): FigureParts {
  const found = new Set<string>([`${name}#${entry.key}`]);
  const sets: { record: string; types: readonly string[] }[] = [];
  const open = [entry];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const citation = readCitation(next.detail);
    if (citation !== null) found.add(`${citation.result}#${citation.key}`);
    for (const operand of readDerivation(next.detail)?.operands ?? []) {
      if (isSetOperand(operand)) {
        sets.push({ record: operand.record, types: operand.selection.rows ?? [] });
        continue;
      }
      const part = `${operand.record ?? name}#${operand.key}`;
      const own = operand.record == null ? entries.get(operand.key) : undefined;
      if (own !== undefined && !found.has(part)) open.push(own);
      found.add(part);
    }
  }
  return { entries: [...found], sets };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
