import type { Approach, Weight } from '../figures/consolidation.ts';
import type { Expression } from '../figures/draft.ts';
import { productOf, statedQuantity, sumOf } from '../figures/expression.ts';
import { EngineError, placeOf } from '../errors/engine-error.ts';
import { ONE, sumAmounts, ZERO } from '../quantities/decimal.ts';
import type { Row, RowOf } from '../rows/row.ts';

export type EntityRow = RowOf<'entity'>;

/** By how much the rows of an entity count, and what a reader must know where they do not. */
export interface EntityWeight extends Weight {
  /** Whether the reporting organisation holds it, directly or through others, whatever it counts. */
  readonly isHeld: boolean;
  /** Why it counts 0; null where it counts. */
  readonly reason: string | null;
}

/** How one holder holds an entity: the row that says it, the symbol of its interest, and the weight of the holder. */
export interface Holding {
  readonly row: EntityRow;
  readonly symbol: string;
  readonly holder: EntityWeight;
}

const TO_CATEGORY_15 = 'its emissions belong to category 15 of scope 3';

/**
 * Returns the weight of an entity from its holdings, one for each holder (Corporate Standard, chapter 3). By equity, the interest times
 * the weight of the holder. By financial control: full the weight of the holder, joint the interest times that weight, else 0. By
 * operational control 1 or 0. An investment counts 0.
 * @throws EngineError `ambiguous-entity`, `bad-detail`
 */
export function weighEntity(holdings: readonly Holding[], approach: Approach): EntityWeight {
  const entities = [...new Set(holdings.flatMap(({ row, holder }): Row[] => [row, ...holder.entities]))];
  const isHeld = holdings.some(({ holder }) => holder.isHeld);
  const judged = holdings.map((holding) => ({ holding, counts: judge(holding, approach) }));
  if (approach === 'financial-control') refuseTwoInControl(judged);
  const parts = judged.flatMap(({ holding, counts }) =>
    counts.is === 'out' ? [] : weigh(holding, counts.is),
  );
  const [first] = parts;
  if (first === undefined) {
    const reasons = judged.flatMap(({ counts }) => (counts.is === 'out' ? [counts.why] : []));
    return { expression: null, amount: ZERO, entities, isHeld, reason: [...new Set(reasons)].join('; ') };
  }
  if (approach === 'operational-control')
    return { expression: null, amount: ONE, entities, isHeld, reason: null };
  const amount = sumAmounts(parts.map((part) => part.amount));
  const isWhole = parts.length === 1 && first.expression === null;
  const expression = isWhole ? null : sumOf(parts.map((part) => part.expression ?? ALL));
  return { expression, amount, entities, isHeld, reason: null };
}

const ALL: Expression = { kind: 'constant', text: '1', over: ONE, under: ONE };

/** Whether a holding counts in full, by its interest, or not at all. */
type Counts = { readonly is: 'full' | 'share' } | { readonly is: 'out'; readonly why: string };

function judge({ row, holder }: Holding, approach: Approach): Counts {
  const { detail } = row;
  const out = (why: string): Counts => ({ is: 'out', why });
  if (!holder.isHeld) return out('the organisation does not hold it');
  if (detail.accounting === 'investment') return out(`a fixed asset investment counts 0: ${TO_CATEGORY_15}`);
  if (approach === 'operational-control') {
    const operates = detail.operationalControl ?? refuseMissing(row, 'operationalControl', 'yes or no');
    return operates === 'yes'
      ? { is: 'full' }
      : out(`it is not under operational control: ${TO_CATEGORY_15}`);
  }
  if (holder.amount.isZero()) return out('its holder does not count');
  const counts: Counts = approach === 'equity-share' ? { is: 'share' } : judgeControl(row);
  return counts.is === 'share' && detail.interest === '0' ? out('the interest is 0') : counts;
}

function judgeControl(row: EntityRow): Counts {
  const { accounting, financialControl } = row.detail;
  if (accounting === 'associate')
    return { is: 'out', why: `an associate is not under financial control: ${TO_CATEGORY_15}` };
  const control =
    financialControl ??
    CONTROL_OF[accounting ?? 'unstated'] ??
    refuseMissing(row, 'financialControl', 'full, joint or none');
  if (control === 'none') return { is: 'out', why: `it is not under financial control: ${TO_CATEGORY_15}` };
  return { is: control === 'full' ? 'full' : 'share' };
}

/** The control that the treatment in the accounts implies: a subsidiary is controlled, a joint venture jointly. */
const CONTROL_OF: Readonly<Record<string, 'full' | 'joint' | undefined>> = { group: 'full', joint: 'joint' };

function weigh(
  { row, symbol, holder }: Holding,
  by: 'full' | 'share',
): Pick<Weight, 'expression' | 'amount'> {
  if (by === 'full') return holder;
  const stated =
    row.detail.interest ?? refuseMissing(row, 'interest', 'the share of its holder, such as "0.6"');
  if (stated === '1') return holder;
  const columns = { value: 'detail.interest', unit: 'detail.interest' };
  const interest = statedQuantity(symbol, row, { value: stated, unit: '1', columns }, '1');
  const expression = holder.expression === null ? interest : productOf(interest, holder.expression);
  return { expression, amount: holder.amount.times(interest.amount) };
}

function refuseMissing(row: EntityRow, member: string, what: string): never {
  const { identifier } = row.detail;
  const text =
    `${row.key} does not state the ${member} of ${identifier}: add detail.${member} (${what}). ` +
    `If ${identifier} is the reporting organisation, set parameters.organisation to it`;
  throw new EngineError('bad-detail', text, undefined, placeOf(row, `detail.${member}`));
}

/** Throws where one holder controls an entity and another one controls it too, alone or jointly. @throws EngineError `ambiguous-entity` */
function refuseTwoInControl(judged: readonly { readonly holding: Holding; readonly counts: Counts }[]): void {
  const inControl = judged.filter(({ counts }) => counts.is !== 'out');
  const full = inControl.find(({ counts }) => counts.is === 'full');
  const other = inControl.find((each) => each !== full);
  if (full === undefined || other === undefined) return;
  const [{ row: first }, { row }] = [full.holding, other.holding];
  const text =
    `${first.key} says that its holder controls ${row.detail.identifier} fully, and ${row.key} that another one does too: ` +
    'state financialControl joint in both, or none in one of them';
  throw new EngineError(
    'ambiguous-entity',
    text,
    row.detail.financialControl,
    placeOf(row, 'detail.financialControl'),
  );
}
