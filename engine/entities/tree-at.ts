import { EngineError, placeOf } from '../errors/engine-error.ts';
import type { Approach } from '../figures/consolidation.ts';
import { ONE, parseAmount, sumAmounts, ZERO } from '../quantities/decimal.ts';
import type { Period } from '../rows/row.ts';
import { weighEntity, type EntityRow, type EntityWeight } from './holding.ts';

/** All entity rows of a run by identifier, and the organisation that reports. */
export interface Group {
  readonly approach: Approach;
  readonly organisation: string | null;
  readonly byEntity: ReadonlyMap<string, readonly EntityRow[]>;
  readonly symbols: ReadonlyMap<EntityRow, string>;
}

/** The entities of a group, and how they hold each other, in a time in which no entity row begins or ends. */
export class TreeAt {
  readonly time: Period;
  readonly #group: Group;
  readonly #valid: ReadonlyMap<string, readonly EntityRow[]>;
  readonly #above: ReadonlySet<string>;
  readonly #weights = new Map<string, EntityWeight>();

  /** @throws EngineError `entity-cycle`, `missing-entity`, `ambiguous-entity`, `excess-interest`, `bad-detail` */
  constructor(group: Group, time: Period, valid: readonly EntityRow[]) {
    this.time = time;
    this.#group = group;
    this.#valid = Map.groupBy(valid, ({ detail }) => detail.identifier);
    for (const rows of this.#valid.values()) refuseAmbiguous(rows);
    for (const row of valid) this.#refuseUnknownHolder(row);
    for (const row of valid) this.#refuseCycle(row);
    this.#above = this.#listAbove();
    for (const entity of group.byEntity.keys()) this.weightOf(entity);
  }

  /** Returns the weight of an entity that has rows, or of the organisation. */
  weightOf(entity: string): EntityWeight {
    const weight = this.#weights.get(entity) ?? this.#weigh(entity);
    this.#weights.set(entity, weight);
    return weight;
  }

  /** Returns the weight of the organisation, whose rows count in full. */
  ofOrganisation(): EntityWeight {
    const { organisation } = this.#group;
    const entities = organisation === null ? [] : (this.#valid.get(organisation) ?? []);
    return { expression: null, amount: ONE, entities, isHeld: true, reason: null };
  }

  #weigh(entity: string): EntityWeight {
    const { organisation, approach, symbols } = this.#group;
    if (entity === organisation) return this.ofOrganisation();
    const rows = this.#valid.get(entity);
    if (rows === undefined)
      return { ...OUTSIDE, isHeld: true, reason: 'no entity row is valid at this time' };
    if (this.#above.has(entity)) return { ...OUTSIDE, entities: rows, isHeld: false, reason: null };
    const holdings = rows.map((row) => {
      const { heldBy } = row.detail;
      const holder = heldBy === undefined ? this.ofOrganisation() : this.weightOf(heldBy);
      return { row, symbol: symbols.get(row)!, holder };
    });
    return weighEntity(holdings, approach);
  }

  /** @throws EngineError `missing-entity` where the holder is neither the organisation nor an entity with a row */
  #refuseUnknownHolder(row: EntityRow): void {
    const { heldBy, identifier } = row.detail;
    const { byEntity, organisation } = this.#group;
    if (heldBy === undefined || heldBy === organisation || byEntity.has(heldBy)) return;
    const text =
      `${row.key} says that ${heldBy} holds ${identifier}, and no entity row is about ${heldBy}: add one, correct it, ` +
      'or leave detail.heldBy out where the reporting organisation is the holder';
    throw new EngineError('missing-entity', text, heldBy, placeOf(row, 'detail.heldBy'));
  }

  #refuseCycle(start: EntityRow): void {
    const { identifier } = start.detail;
    const seen = new Set<string>();
    const path = this.#holdersOf(identifier);
    for (let holder = path.pop(); holder !== undefined; holder = path.pop()) {
      if (holder === identifier) {
        const text = `${identifier} is, through its holders, a holder of itself: correct detail.heldBy of ${start.key} or of the entities above it`;
        throw new EngineError('entity-cycle', text, start.detail.heldBy, placeOf(start, 'detail.heldBy'));
      }
      if (seen.has(holder)) continue;
      seen.add(holder);
      path.push(...this.#holdersOf(holder));
    }
  }

  #holdersOf(entity: string): string[] {
    return (this.#valid.get(entity) ?? []).flatMap(({ detail }) => detail.heldBy ?? []);
  }

  /** The entities that hold the organisation: it does not consolidate them. */
  #listAbove(): ReadonlySet<string> {
    const { organisation } = this.#group;
    const above = new Set<string>();
    const open = organisation === null ? [] : this.#holdersOf(organisation);
    for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
      if (above.has(holder)) continue;
      above.add(holder);
      open.push(...this.#holdersOf(holder));
    }
    return above;
  }
}

const OUTSIDE = { expression: null, amount: ZERO, entities: [] };

/** @throws EngineError `ambiguous-entity` for two rows of one holder, `excess-interest` for interests that add up to more than 1 */
function refuseAmbiguous(rows: readonly EntityRow[]): void {
  const byHolder = new Map<string | undefined, EntityRow>();
  for (const row of rows) {
    const { heldBy, identifier } = row.detail;
    const other = byHolder.get(heldBy);
    byHolder.set(heldBy, row);
    if (other === undefined) continue;
    const text =
      `${other.key} and ${row.key} both say how ${heldBy ?? 'the reporting organisation'} holds ${identifier} at the same time: ` +
      'keep one, or state from and until where it changed';
    throw new EngineError('ambiguous-entity', text, heldBy, placeOf(row, 'detail.heldBy'));
  }
  const sum = sumAmounts(rows.map(({ detail }) => parseAmount(detail.interest ?? '0')));
  if (!sum.greaterThan(ONE)) return;
  const last = rows.at(-1)!;
  const text =
    `the interests in ${last.detail.identifier} add up to ${String(sum)} (${rows.map(({ key }) => key).join(', ')}): ` +
    'correct one, they are at most 1 together';
  throw new EngineError('excess-interest', text, last.detail.interest, placeOf(last, 'detail.interest'));
}
