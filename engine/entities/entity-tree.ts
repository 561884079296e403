import { EngineError, placeOf } from '../errors/engine-error.ts';
import type { Warning } from '../errors/warning.ts';
import { showTime } from '../factors/factor.ts';
import type { Exclusion } from '../figures/draft.ts';
import type { Approach, Weight } from '../figures/consolidation.ts';
import { distinctTexts } from '../rows/row.ts';
import { rowsOfType, type RowIndex } from '../rows/row-index.ts';
import { compareTexts, isStated, type Period, type Row } from '../rows/row.ts';
import type { EntityRow, EntityWeight } from './holding.ts';
import { TreeAt, type Group } from './tree-at.ts';

/** What the parameters of a run say about its entities. */
export interface AskedEntities {
  readonly approach: Approach;
  readonly organisation: string | undefined;
  readonly period: Period;
}

/** The entities of a group, and by how much the rows of each count in the period of a run. */
export class EntityTree {
  /** All entity rows of the run. */
  readonly rows: readonly EntityRow[];
  readonly #group: Group;
  readonly #times: readonly TreeAt[];
  /** Weights that the same rows decide, so that they are one object. */
  readonly #known = new Map<string, EntityWeight>();
  #last: { readonly row: Row; readonly weight: EntityWeight } | null = null;

  /** @throws EngineError `entity-cycle`, `missing-entity`, `ambiguous-entity`, `excess-interest`, `bad-detail` */
  constructor(rows: readonly EntityRow[], { approach, organisation, period }: AskedEntities) {
    this.rows = rows.toSorted(compareRows);
    this.#group = {
      approach,
      organisation: organisation ?? findOrganisation(this.rows),
      byEntity: Map.groupBy(this.rows, ({ detail }) => detail.identifier),
      symbols: nameInterests(this.rows),
    };
    this.#times = splitTime(this.rows, period).map((time) => {
      const valid = this.rows.filter(
        (row) => !isStated(row) || (row.from <= time.from && time.from < row.until),
      );
      return new TreeAt(this.#group, time, valid);
    });
  }

  get organisation(): string | null {
    return this.#group.organisation;
  }

  /** Whether an entity has a row, or is the organisation. */
  knows(entity: string): boolean {
    return entity === this.organisation || this.#group.byEntity.has(entity);
  }

  /** Returns the entity whose row it is; null for the organisation, where nothing names it. */
  entityOf({ detail }: Row): string | null {
    return ('entity' in detail ? detail.entity : undefined) ?? this.organisation;
  }

  /**
   * Returns the weight of a row, which is that of its entity throughout its period.
   * @throws EngineError `missing-entity`; `straddled-period` where the weight changes within the period of the row
   */
  weightOf(row: Row): EntityWeight {
    const last = this.#last;
    if (last?.row.detail === row.detail && last.row.from === row.from && last.row.until === row.until)
      return last.weight;
    const entity = this.entityOf(row);
    if (entity !== null && !this.knows(entity)) throw refuseUnknown(row, entity);
    const weight = this.weigh(entity, row);
    this.#last = { row, weight };
    return weight;
  }

  /** Returns the weight of an entity throughout the period of a row. @throws EngineError `straddled-period` */
  weigh(entity: string | null, row: Row): EntityWeight {
    const times = this.#timesOf(row);
    const weights = times.map((at) => (entity === null ? at.ofOrganisation() : at.weightOf(entity)));
    const [first] = weights as [EntityWeight];
    const names = new Set(weights.map(nameWeight));
    if (names.size === 1 || weights.every((each) => isPlain(each, first))) return this.#share(weights);
    const change = times.find((_, index) => nameWeight(weights[index]!) !== nameWeight(first))!;
    const text =
      `${row.key} is of ${showTime(row.from)} to ${showTime(row.until)}, and how ${entity ?? ''} is held changes on ` +
      `${showTime(change.time.from)}: split the row at that day`;
    throw new EngineError('straddled-period', text, row.key, placeOf(row, 'until'));
  }

  /** Returns the entities that count at any time, and the organisation: ascending. */
  listCounted(): string[] {
    const { organisation } = this;
    const counted = [...this.#group.byEntity.keys()].filter((entity) =>
      this.#times.some((at) => !at.weightOf(entity).amount.isZero()),
    );
    return distinctTexts(organisation === null ? counted : [...counted, organisation]);
  }

  /** Returns the entities that the organisation holds and that count 0, each with the reason. */
  listExcluded(): Exclusion[] {
    return [...this.#group.byEntity].flatMap(([entity, [row]]) => {
      const reasons = this.#times.map((at) => {
        const { amount, isHeld, reason } = at.weightOf(entity);
        return amount.isZero() && isHeld ? reason : null;
      });
      const isWhole = reasons.every((reason) => reason === reasons[0]);
      return [...new Set(reasons)].flatMap((reason) => {
        if (reason === null) return [];
        const times = this.#times.filter((_, index) => reasons[index] === reason).map(({ time }) => time);
        const when = isWhole ? '' : `, ${joinTimes(times).map(showPeriod).join(' and ')}`;
        return [{ what: `${row!.detail.name} (${entity})${when}`, reason, entity }];
      });
    });
  }

  /** Warns of entity rows whose members contradict each other. The stricter one counts. */
  listContradictions(): Warning[] {
    return this.rows.flatMap(({ record, key, detail }) => {
      const { accounting, financialControl: control, operationalControl: operates } = detail;
      const isOutside = accounting === 'investment' || accounting === 'associate';
      const isWrong =
        (isOutside && control !== undefined && control !== 'none') ||
        (accounting === 'group' && control === 'none') ||
        (accounting === 'investment' && operates === 'yes');
      if (!isWrong) return [];
      const stated = `financialControl ${control ?? 'unstated'} and operationalControl ${operates ?? 'unstated'}`;
      const message = `${key} says that ${detail.identifier} has accounting ${accounting}, with ${stated}: correct one of them`;
      return [{ code: 'contradictory-entity' as const, message, row: { record, key } }];
    });
  }

  /** Returns the weight that all of these are, with the entity rows of all: the same object for the same rows. */
  #share(weights: readonly EntityWeight[]): EntityWeight {
    const name = distinctTexts(weights.map(nameWeight)).join('; ');
    const entities = [...new Set(weights.flatMap((each) => each.entities))];
    const shared = this.#known.get(name) ?? { ...weights[0]!, entities };
    this.#known.set(name, shared);
    return shared;
  }

  #timesOf({ from, until }: Period): TreeAt[] {
    const found = this.#times.filter(({ time }) => time.from < until && from < time.until);
    return found.length > 0 ? found : this.#times.slice(0, 1);
  }
}

/** Returns what tells one weight from another: the rows that decide it, and why it is 0. */
function nameWeight({ entities, reason }: EntityWeight): string {
  return `${entities.map(({ index }) => index).join(' ')} ${reason ?? ''}`;
}

/** Whether a weight multiplies nothing, and lets rows count as another one does. */
function isPlain({ expression, amount }: EntityWeight, other: EntityWeight): boolean {
  return expression === null && other.expression === null && amount.minus(other.amount).isZero();
}

/** Returns the entities of a run; null where no row is about one. @throws as `EntityTree` */
export function openEntities(rows: RowIndex, asked: AskedEntities): EntityTree | null {
  const entities = rowsOfType(rows, 'entity');
  return entities.length === 0 ? null : new EntityTree(entities, asked);
}

/** Whether a weight lets a row count at all. */
export function counts({ amount }: Weight): boolean {
  return !amount.isZero();
}

/** Sorts by content, so that neither the order of rows nor their split over records decides anything. */
function compareRows(a: EntityRow, b: EntityRow): number {
  return (
    compareTexts(a.detail.identifier, b.detail.identifier) ||
    compareTexts(a.detail.heldBy ?? '', b.detail.heldBy ?? '') ||
    a.from - b.from ||
    compareTexts(a.key, b.key)
  );
}

/** Returns the only entity whose rows say nothing of a holder, an interest or a control: it can only be the organisation itself. */
function findOrganisation(rows: readonly EntityRow[]): string | null {
  const free = rows.filter(
    ({ detail: { heldBy, interest, financialControl, operationalControl, accounting } }) =>
      [heldBy, interest, financialControl, operationalControl, accounting].every(
        (each) => each === undefined,
      ),
  );
  const [first, ...others] = distinctTexts(free.map(({ detail }) => detail.identifier));
  return first !== undefined && others.length === 0 ? first : null;
}

/** Returns a symbol for the interest that each row states: `share_mill`, and `share_mill_2` where an entity has several rows. */
function nameInterests(rows: readonly EntityRow[]): Map<EntityRow, string> {
  const taken = new Set<string>();
  return new Map(
    rows.map((row) => {
      const name = `share_${row.detail.identifier.replaceAll(/[^A-Za-z0-9]+/g, '_')}`;
      let own = name;
      for (let index = 2; taken.has(own); index++) own = `${name}_${index}`;
      taken.add(own);
      return [row, own];
    }),
  );
}

/** Splits a period wherever an entity row begins or ends. */
function splitTime(rows: readonly EntityRow[], { from, until }: Period): Period[] {
  const inside = rows.filter(isStated).flatMap((row) => [row.from, row.until]);
  const borders = [...new Set([from, ...inside.filter((time) => from < time && time < until), until])];
  borders.sort((a, b) => a - b);
  return borders.slice(1).map((end, index) => ({ from: borders[index]!, until: end }));
}

function joinTimes(times: readonly Period[]): Period[] {
  const joined: Period[] = [];
  for (const time of times) {
    const last = joined.at(-1);
    if (last?.until === time.from) joined[joined.length - 1] = { from: last.from, until: time.until };
    else joined.push(time);
  }
  return joined;
}

function showPeriod({ from, until }: Period): string {
  return `${showTime(from)} to ${showTime(until)}`;
}

function refuseUnknown(row: Row, entity: string): EngineError {
  const text =
    `${row.key} is of ${entity}, and no entity row is about it, while there are rows about others: ` +
    'add one that says how it is held, or set parameters.organisation to it if it reports';
  return new EngineError('missing-entity', text, entity, placeOf(row, 'detail.entity'));
}
