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
    const { differ, unknown } = compareAbouts(abouts);
    const message =
      `${name}: ${says}. ` +
      (differ.length === 0
        ? 'Nothing is known to differ between them. '
        : `They differ in ${differ.join('; ')}. `) +
      (unknown.length === 0 ? '' : `Not all of them state: ${unknown.join(', ')}. `) +
      'Both stay: nothing here decides between them';
    for (const line of said) {
      const { record, key } = line.rows[0]!;
      warnings.set(line, { code: 'sources-differ', message, row: { record, key } });
    }
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

function compareAbouts(abouts: readonly About[]): { differ: string[]; unknown: string[] } {
  const [differ, unknown]: [string[], string[]] = [[], []];
  for (const [member, words] of Object.entries(MEMBERS) as [keyof About, string][]) {
    const stated = abouts.map((about) => about[member]);
    if (stated.every((each) => each === null)) {
      if (member !== 'consolidation') unknown.push(words);
    } else if (stated.includes(null)) unknown.push(words);
    else if (new Set(stated).size > 1) differ.push(`${words} (${stated.join(' or ')})`);
  }
  return { differ, unknown };
}
