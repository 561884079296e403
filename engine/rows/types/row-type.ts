import * as z from 'zod';
import { COMMON, EVERYWHERE } from './common.ts';
import { namesOf, shapeOf, testsOf, type Members, type MemberTests, type ShapeOf } from './member.ts';

/**
 * What becomes of the rows of a type. An `activity` is summed. A `factor` is selected for an activity, by the members that identify
 * it. A `cell` is one number of a table, identified the same way. A `document` has neither value nor unit.
 */
export type Role = 'activity' | 'factor' | 'cell' | 'document';

/** Values that rows of a type usually have. A value outside is not wrong, but worth a look. */
export interface PlausibleRange {
  /** The range is for rows whose detail has these members. Absent: for all rows whose unit converts. */
  readonly when?: Readonly<Record<string, string>>;
  /** The UCUM unit of `least` and `most`. The range is for rows whose unit converts to it. */
  readonly unit: string;
  /** Decimal texts. */
  readonly least: string;
  readonly most: string;
  /** The publication from which the range is. */
  readonly source: string;
}

/** Values that rows of a type can have at all. A value outside is refused: nature or arithmetic excludes it, whatever was measured. */
export interface PossibleRange {
  /** The range is for rows whose detail has these members. Absent: for all rows whose unit converts. */
  readonly when?: Readonly<Record<string, string>>;
  /** The UCUM unit of `least` and `most`. The range is for rows whose unit converts to it. */
  readonly unit: string;
  /** Decimal texts. */
  readonly least?: string;
  readonly most: string;
  readonly why: string;
}

/** What rows of a type are called together, in the languages of the portal: in the middle of a sentence, such as `use of fuels`. */
export interface RowWords {
  readonly en: string;
  readonly 'zh-CN': string;
}

/** What is declared of a row type besides its members. */
export interface RowRule<R extends Role = Role> {
  readonly words: RowWords;
  readonly role: R;
  /**
   * The unit of a row must convert to one of these UCUM units, such as `J` or `kg/J`. `*` is any unit, `kg/*` a mass per anything,
   * `{currency}` an ISO 4217 code such as `{USD}`. Null where the row is a document, with neither value nor unit.
   */
  readonly units: readonly string[] | null;
  /**
   * Whether a row states its valid time: it must, it can, or it cannot. A `point` in time is stated as the day of the value: from the
   * start of that day until at most the start of the next one.
   */
  readonly period: 'required' | 'optional' | 'none' | 'point';
  /**
   * Members that identify a row: two rows with the same type, valid time and these members match equally. Null where rows are
   * summed.
   */
  readonly found: readonly string[] | null;
  /** Whether what a row's unit measures identifies it too: a factor per litre and one per kilowatt-hour are two. */
  readonly foundByUnit?: true;
  /**
   * Members that identify what a row measures. Rows of one type that agree in them form a series: its periods must not overlap, unless
   * they are the same. Absent where each row is an event of its own, such as a purchase, a leak or an instrument.
   */
  readonly series?: readonly string[];
  /** Present where the value is a mass of a gas, or of CO2e, whose unit must name it. What is weighed is a mass of what it names. */
  readonly ofGas?: true;
  /** A row is one cell of this matrix of a table of inputs and outputs. */
  readonly matrix?: 'Z' | 'Y' | 'F' | 'F_Y';
  /** Present when negative values are allowed: in every row, or in those that state their `line`, so that nothing is netted out of sight. */
  readonly signed?: true | 'with-line';
  readonly possible?: readonly PossibleRange[];
  /** The member by whose value a run looks up rows. */
  readonly subject: string;
  /** Present where most companies keep such rows in a workbook: members of one as an example. */
  readonly everyday?: Readonly<Record<string, string>>;
  /** Members that a row must have if another member has a certain value. */
  readonly requires?: readonly Requirement[];
  readonly plausible?: readonly PlausibleRange[];
  /**
   * By how many times values of two sources can differ that are about the same subject. Present where the values of the starter data
   * are like those of anyone: a run warns of a value further away.
   */
  readonly alike?: number;
}

/** `members` are required where the member `when[0]` is the word `when[1]`. */
export interface Requirement {
  readonly when: readonly [member: string, word: string];
  readonly members: readonly string[];
  readonly why: `expected ${string}`;
}

/** Members of a row type with those common to all rows; its own take precedence. */
type AllMembers<C extends Members, M extends Members> = Omit<C, keyof M> & M;

/** The schema of the detail of one row type. */
export type RowSchema<T extends string, M extends Members> = z.ZodObject<
  { row: z.ZodLiteral<T> } & ShapeOf<M>,
  z.core.$strict
>;

/** A row type: its name, its rule, the schema of its detail, and what is known of its members. */
export interface RowTypeOf<S extends z.ZodObject = z.ZodObject, R extends Role = Role> extends RowRule<R> {
  readonly type: string;
  readonly schema: S;
  readonly tests: MemberTests;
  /** The members that are names: their spellings are one name. */
  readonly names: readonly string[];
}

type Quantity<R extends Role> = RowRule<R> & { readonly units: readonly string[] };

/** Declares a type of rows with a value and a unit. They can have all common members too. */
export function quantity<
  const T extends string,
  M extends Members,
  const R extends Exclude<Role, 'document'>,
>(type: T, members: M, rule: Quantity<R>): RowTypeOf<RowSchema<T, AllMembers<typeof COMMON, M>>, R> {
  return declare(type, withOthers(COMMON, members), rule);
}

/** Declares a type of rows that are documents. Members of quantities, such as an uncertainty, have no meaning there. */
export function document<const T extends string, M extends Members>(
  type: T,
  members: M,
  rule: Pick<RowRule, 'words' | 'found' | 'subject'> & Partial<Pick<RowRule, 'period'>>,
): RowTypeOf<RowSchema<T, AllMembers<typeof EVERYWHERE, M>>, 'document'> {
  const all = withOthers(EVERYWHERE, members);
  return declare(type, all, { role: 'document', units: null, period: 'optional', ...rule });
}

function declare<const T extends string, M extends Members, R extends Role>(
  type: T,
  members: M,
  rule: RowRule<R>,
): RowTypeOf<RowSchema<T, M>, R> {
  const schema = z.strictObject({ row: z.literal(type), ...shapeOf(members) });
  const { requires = [] } = rule;
  const checked =
    requires.length === 0
      ? schema
      : schema.superRefine(requireMembers(requires)).meta({ allOf: requires.map(describeRequirement) });
  return { ...rule, type, schema: checked, tests: testsOf(members), names: namesOf(members) };
}

function requireMembers(requires: readonly Requirement[]) {
  return (detail: object, context: z.RefinementCtx): void => {
    for (const { why, member } of listMissing(detail as Record<string, unknown>, requires))
      context.addIssue({ code: 'custom', path: [member], message: why });
  };
}

/** Returns a requirement as JSON Schema. */
function describeRequirement({ when: [member, word], members }: Requirement): object {
  return {
    if: { properties: { [member]: { const: word } }, required: [member] },
    then: { required: members },
  };
}

/** Returns the members that a detail must have, by its other members, and has not. */
export function listMissing(
  detail: Readonly<Record<string, unknown>>,
  requires: readonly Requirement[],
): { readonly member: string; readonly why: string }[] {
  return requires
    .filter(({ when: [member, word] }) => detail[member] === word)
    .flatMap(({ members, why }) =>
      members.filter((member) => detail[member] === undefined).map((member) => ({ member, why })),
    );
}

/** Returns the members of a type, and those that it shares with others and has none of its own for. */
function withOthers<C extends Members, M extends Members>(shared: C, own: M): AllMembers<C, M> {
  const others = Object.entries(shared).filter(([name]) => !Object.hasOwn(own, name));
  return { ...own, ...Object.fromEntries(others) } as AllMembers<C, M>;
}
