import type { Warning } from '../../errors/warning.ts';
import { convertAmount } from '../../quantities/unit.ts';
import { aboutOf, unitOf, type About, type Cited } from './cited.ts';
import type { Line } from './lines.ts';

/** What two accounts of one thing can differ in, and what a reader calls it. */
const MEMBERS: Readonly<Record<keyof About, string>> = {
  method: 'method',
  edition: 'edition of the data',
  gases: 'gases',
  gwpSet: 'GWP set',
  boundary: 'territory or residents',
  consolidation: 'consolidation',
};

/**
 * Returns, for each line that several say differently, a warning: what each says, what is known to differ between them, and what nobody stated.
 * None of them is preferred.
 */
export function compareRivals(lines: readonly Line[]): Map<Line, Warning> {
  const warnings = new Map<Line, Warning>();
  const rivals = Map.groupBy(
    lines,
    ({ about, account, line, year }) => `${about}/${account}/${line} of ${year}`,
  );
  for (const [name, said] of rivals) {
    if (said.length < 2 || said.every((each) => saysSame(each, said[0]!))) continue;
    const says = said.map(({ by, rows }) => `${by} says ${rows.map(showCited).join(' + ')}`).join(', ');
    const abouts = said.map(({ rows, boundary }) => aboutLine(rows, boundary));
    const message = `${name}: ${says}. ${describeDifferences(abouts)}Both stay: nothing here decides between them`;
    const { record, key } = said[0]!.rows[0]!;
    for (const line of said) warnings.set(line, { code: 'sources-differ', message, row: { record, key } });
  }
  return warnings;
}

function saysSame({ rows }: Line, { rows: others }: Line): boolean {
  const [row, other] = [rows[0]!, others[0]!];
  if (rows.length > 1 || others.length > 1 || row.unit.dimension !== other.unit.dimension) return false;
  const [amount, same] = [row, other].map((each) => convertAmount(each.amount, each.unit, unitOf(row)));
  return row.unit.substance === other.unit.substance && amount!.minus(same!).isZero();
}

function showCited({ value, unit }: Cited): string {
  return `${value} ${unit.text}`;
}

function aboutLine(rows: readonly Cited[], boundary: Line['boundary']): About {
  const abouts = rows.map(aboutOf);
  const [first] = abouts;
  const shared = (member: keyof About): string | null =>
    abouts.every((about) => about[member] === first![member]) ? first![member] : null;
  return {
    method: shared('method'),
    edition: shared('edition') ?? editionOf(rows),
    gases: shared('gases'),
    gwpSet: shared('gwpSet'),
    boundary: boundary ?? shared('boundary'),
    consolidation: shared('consolidation'),
  };
}

/** The edition of the data of a registered result is the result itself: its record names each row that it was computed from. */
function editionOf(rows: readonly Cited[]): string | null {
  const [row] = rows;
  return row!.detail.row === 'figure' ? `record ${row!.record.slice(0, 10)}` : null;
}

/** Says what is known to differ, what only some state, and what none of them states. */
function describeDifferences(abouts: readonly About[]): string {
  const [differ, some, none]: [string[], string[], string[]] = [[], [], []];
  for (const [member, words] of Object.entries(MEMBERS) as [keyof About, string][]) {
    const stated = abouts.map((about) => about[member]).filter((each) => each !== null);
    const distinct = [...new Set(stated)];
    const named = `${words} (${distinct.join(' or ')})`;
    if (distinct.length > 1) differ.push(named);
    else if (stated.length === 0 && member !== 'consolidation') none.push(words);
    else if (stated.length > 0 && stated.length < abouts.length) some.push(named);
  }
  return [
    ['They differ in ', differ],
    ['Stated by some alone: ', some],
    ['Stated by none: ', none],
  ]
    .map(([start, list]) =>
      list!.length === 0 ? '' : `${start as string}${(list as string[]).join(', ')}. `,
    )
    .join('');
}
