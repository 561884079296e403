import type { Entry } from '../../core/records/entry.ts';
import { readUncertainty, type ShownUncertainty } from '../../engine/uncertainty/read-note.ts';
import * as z from 'zod';

/** The accounts of a panorama, in the order in which they are shown. */
export const ACCOUNTS = ['production', 'consumption', 'trade', 'nature', 'avoided'] as const;
export type Account = (typeof ACCOUNTS)[number];

/** A figure that a line cites. */
export interface Citation {
  readonly record: string;
  readonly key: string;
}

/** One year of a line: its figure, by its key in the result, and what it cites. */
export interface SheetYear {
  readonly year: string;
  readonly key: string;
  readonly value: string;
  readonly uncertainty: ShownUncertainty | null;
  readonly cites: readonly Citation[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/** One line of an account over years, ascending. */
export interface SheetLine {
  readonly about: string;
  readonly account: Account;
  readonly line: string;
  readonly by: string;
  readonly unit: string;
  readonly gases: readonly string[];
  readonly gwpSet: string | null;
  readonly boundary: string | null;
  readonly methods: readonly string[];
  readonly years: readonly SheetYear[];
  /** Years of other lines about the same that this one has no figure of. */
  readonly missing: readonly string[];
}

/** A part of a gap between two lines over years. `gap` is the whole, `unexplained` what no part explains. */
export interface SheetPart {
  readonly about: string;
  readonly gap: string;
  readonly part: string;
  readonly unit: string;
  readonly years: readonly SheetYear[];
}

/** What a panorama shows, by what it is about. */
export interface Sheet {
  readonly lines: readonly SheetLine[];
  readonly parts: readonly SheetPart[];
}

const texts = z.array(z.string());
/** What is read of the detail of a line, which comes from anyone. */
const detailSchema = z.object({
  gases: texts.catch([]),
  gwpSet: z.string().nullable().catch(null),
  boundary: z.string().nullable().catch(null),
  methods: texts.catch([]),
  derivation: z
    .object({
      operands: z.array(z.object({ record: z.string().optional(), key: z.string().optional() })).catch([]),
      warnings: z.array(z.object({ code: z.string(), message: z.string() })).catch([]),
    })
    .catch({ operands: [], warnings: [] }),
});

type Shown = Pick<Entry, 'key' | 'value' | 'unit'> & { readonly detail: unknown };

/** A figure of a panorama with what its key says. */
interface Read {
  readonly names: readonly string[];
  readonly unit: string;
  readonly about: Pick<SheetLine, 'gases' | 'gwpSet' | 'boundary' | 'methods'>;
  readonly year: SheetYear;
}

/** Returns the lines and gaps of the entries of a panorama. Entries with other keys are left out. */
export function readSheet(entries: readonly Shown[]): Sheet {
  const figures = entries.flatMap((entry) => readFigure(entry) ?? []);
  const grouped = Map.groupBy(figures, ({ names }) => names.slice(0, -1).join('/'));
  const yearsOf = new Map<string, Set<string>>();
  for (const { names, year } of figures) {
    const years = yearsOf.get(names[0]!) ?? new Set<string>();
    yearsOf.set(names[0]!, years.add(year.year));
  }
  const lines: SheetLine[] = [];
  const parts: SheetPart[] = [];
  for (const own of grouped.values()) {
    const [first] = own;
    const [about = '', account, line = '', by = ''] = first!.names;
    const years = own.map(({ year }) => year).toSorted((a, b) => (a.year < b.year ? -1 : 1));
    if (account === 'gap') parts.push({ about, gap: line, part: by, unit: first!.unit, years });
    else {
      const known = new Set(years.map(({ year }) => year));
      const missing = [...yearsOf.get(about)!].filter((year) => !known.has(year)).sort();
      const name = { about, account: account as Account, line, by };
      lines.push({ ...name, unit: first!.unit, ...first!.about, years, missing });
    }
  }
  return { lines: lines.toSorted((a, b) => placeOf(a) - placeOf(b)), parts };
}

function placeOf({ account }: SheetLine): number {
  return ACCOUNTS.indexOf(account);
}

function readFigure({ key, value, unit, detail }: Shown): Read | null {
  const [first, ...names] = key.split('/');
  const [, account, , , year] = names;
  const isLine = account === 'gap' || ACCOUNTS.some((each) => each === account);
  if (first !== 'panorama' || value === null || names.length !== 5 || !isLine) return null;
  const read = detailSchema.safeParse(detail ?? {}).data;
  if (read === undefined) return null;
  const { derivation, ...about } = read;
  const cites = derivation.operands.flatMap(({ record, key: cited }) =>
    record === undefined || cited === undefined ? [] : { record, key: cited },
  );
  const { warnings } = derivation;
  return {
    ...{ names, unit, about },
    year: { year: year!, key, value, uncertainty: readUncertainty(detail), cites, warnings },
  };
}
