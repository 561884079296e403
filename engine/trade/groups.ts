import { EngineError, placeOf, placeOfAsked } from '../errors/engine-error.ts';
import { listSome } from '../errors/list-some.ts';
import type { FormRows } from '../figures/draft.ts';
import type { MethodContext } from '../figures/method-context.ts';
import type { RowOf } from '../rows/row.ts';
import { readList, setsOf } from './listed-rows.ts';
import type { Table } from './table.ts';

type MemberRow = RowOf<'group-member'>;

/** Regions or sectors whose figures are added up: those of a group, or one that is in no group. */
export interface Group<M> {
  readonly name: string;
  /** At least one, in the order of the table. */
  readonly members: readonly M[];
  /** The row that puts each member into the group; none for one that is in no group. */
  readonly rows: ReadonlyMap<M, MemberRow>;
  readonly sets: readonly FormRows[];
  /** Members that the list names and the table does not have. */
  readonly missing: readonly string[];
}

/** Regions by their places in a table. */
export type RegionGroup = Group<number>;
/** Sectors by their names. */
export type SectorGroup = Group<string>;

/** The groups that a run asks for. */
export interface AskedGroups {
  /** Names of lists. */
  readonly regions?: string | undefined;
  readonly sectors?: string | undefined;
  /** What becomes of a member that the table does not have. */
  readonly missing: 'refuse' | 'leave-out';
}

/** A region or sector that is in no group. */
export function groupAlone<M>(name: string, member: M): Group<M> {
  return { name, members: [member], rows: new Map(), sets: [], missing: [] };
}

/**
 * Returns the regions of a table in groups, in the order of their first regions: each region in one. Without a list each is alone.
 * @throws EngineError `bad-groups`
 */
export function groupRegions(
  { regions }: Table,
  asked: AskedGroups | undefined,
  context: MethodContext,
): RegionGroup[] {
  const placeOf = new Map(regions.map((name, place) => [name, place]));
  return groupNames('regions', regions, asked, context).map((group) => ({
    ...group,
    members: group.members.map((name) => placeOf.get(name)!),
    rows: new Map([...group.rows].map(([name, row]) => [placeOf.get(name)!, row])),
  }));
}

/** Returns the sectors of a table in groups, as `groupRegions`. @throws EngineError `bad-groups` */
export function groupSectors(
  { industries }: Table,
  asked: AskedGroups | undefined,
  context: MethodContext,
): SectorGroup[] {
  const names = [...new Set(industries.map(({ sector }) => sector))];
  return groupNames('sectors', names, asked, context);
}

function groupNames(
  what: 'regions' | 'sectors',
  names: readonly string[],
  asked: AskedGroups | undefined,
  context: MethodContext,
): Group<string>[] {
  const list = asked?.[what];
  if (list === undefined) return names.map((name) => groupAlone(name, name));
  const type = { type: 'group-member', name: list, parameter: `groups.${what}`, code: 'bad-groups' } as const;
  const rows = readList(type, context);
  const byMember = indexMembers(rows);
  const known = new Set(names);
  const lacking = [...byMember.values()].filter(({ detail }) => !known.has(detail.member));
  if (lacking[0] !== undefined && asked!.missing === 'refuse') throw refuseMissing(lacking, names, what);
  const groups = [...Map.groupBy(rows, ({ detail }) => detail.group)].map(([group, own]): Group<string> => {
    const members = names.filter((name) => byMember.get(name)?.detail.group === group);
    return {
      name: group,
      members,
      rows: new Map(members.map((name) => [name, byMember.get(name)!])),
      sets: setsOf('G', type, own, { group, list }, context),
      missing: own.filter((row) => lacking.includes(row)).map(({ detail }) => detail.member),
    };
  });
  for (const group of groups) refuseGroup(group, { rows, known, byMember, what });
  const alone = names.filter((name) => !byMember.has(name)).map((name) => groupAlone(name, name));
  const placeOfName = new Map(names.map((name, place) => [name, place]));
  const firstOf = ({ members }: Group<string>): number => placeOfName.get(members[0]!)!;
  return [...groups, ...alone].sort((a, b) => firstOf(a) - firstOf(b));
}

/** @throws EngineError `bad-groups` for a member that is in two groups, or twice in one */
function indexMembers(rows: readonly MemberRow[]): ReadonlyMap<string, MemberRow> {
  const byMember = new Map<string, MemberRow>();
  for (const row of rows) {
    const { member, group } = row.detail;
    const before = byMember.get(member);
    if (before !== undefined) {
      const text = `${row.key} puts ${member} into ${group}, and ${before.key} into ${before.detail.group}: each is in one group, once`;
      throw refuse(row, 'member', text);
    }
    byMember.set(member, row);
  }
  return byMember;
}

function refuseMissing(
  lacking: readonly MemberRow[],
  names: readonly string[],
  what: 'regions' | 'sectors',
): EngineError {
  const members = listSome(lacking.map(({ detail }) => detail.member));
  const text = `the table lacks the ${what} ${members}: correct the list, or compute without them by groups.missing "leave-out", and the figures say so. The table has ${listSome(names)}`;
  return refuse(lacking[0]!, 'member', text);
}

interface Known {
  readonly rows: readonly MemberRow[];
  readonly known: ReadonlySet<string>;
  readonly byMember: ReadonlyMap<string, MemberRow>;
  readonly what: 'regions' | 'sectors';
}

/** @throws EngineError `bad-groups` for a group without members in the table, or with the name of another region or sector */
function refuseGroup({ name, members }: Group<string>, { rows, known, byMember, what }: Known): void {
  const row = rows.find(({ detail }) => detail.group === name)!;
  if (members.length === 0)
    throw refuse(row, 'group', `the group ${name} is empty: the table has none of its ${what}`);
  if (known.has(name) && byMember.get(name)?.detail.group !== name)
    throw refuse(row, 'group', `the group ${name} has the name of one of the ${what} that is not in it`);
}

function refuse(row: MemberRow, member: 'group' | 'member', text: string): EngineError {
  return new EngineError('bad-groups', text, row.detail[member], placeOf(row, `detail.${member}`));
}

/** @throws EngineError `bad-groups` where a group and one of several regions in it have one name, so that figures of both have one key */
export function refuseSharedName({ name, members, rows }: RegionGroup, { regions }: Table): void {
  if (members.length === 1 || !members.some((place) => regions[place] === name)) return;
  const text = `the group ${name} has the name of a region in it, and figures of both are asked for: give it another name, or leave "region" out of parameters.by`;
  const [row] = rows.values();
  throw new EngineError(
    'bad-groups',
    text,
    name,
    row === undefined ? placeOfAsked('parameters.by') : placeOf(row, 'detail.group'),
  );
}
