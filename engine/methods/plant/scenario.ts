import { EngineError, placeOfAsked, type RowPlace } from '../../errors/engine-error.ts';
import { nameWarning, type Warning } from '../../errors/warning.ts';
import { forEachRow } from '../../figures/rows-of-nodes.ts';
import type { Draft } from '../../figures/draft.ts';
import { differenceOf, NOTHING, nodesOf, valueOf } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import type { Row } from '../../rows/row.ts';
import type { FigureKind } from '../method.ts';
import { listMetered, standOnStated } from './scenario-graph.ts';
import type { Scenario } from './scenario-parameters.ts';
import { changeRows, refuseChange, type ChangedRow, type ChangedRows } from './scenario-rows.ts';

/** The figures of scenarios, and how they differ from those of the rows as they are. */
export const SCENARIO_FIGURES: readonly FigureKind[] = [
  {
    key: 'scenario/{scenario}/{figure...}',
    unit: '*',
    meaning:
      'With the parameter scenarios: a figure as the rows of the scenario give it. It is part of no scope or total of the base case.',
  },
  {
    key: 'scenario-difference/{scenario}/{figure...}',
    unit: '*',
    meaning:
      'With the parameter scenarios: the figure of the scenario less that of the base case, for totals and for what units emit. Rows that both take are the same.',
  },
];

/**
 * Returns the figures of scenarios beside those of the base case, and how they differ from these. `draftOf` computes the figures of a context.
 * @throws EngineError `bad-scenario`, `unit-mismatch`; as `draftOf`
 */
export function draftScenarios(
  scenarios: readonly Scenario[],
  base: readonly Draft[],
  context: MethodContext,
  draftOf: (context: MethodContext) => Draft[],
): Draft[] {
  return scenarios.flatMap((scenario, index) => {
    const place = `parameters.scenarios.${index}`;
    const { name } = scenario;
    if (scenarios.findIndex((other) => other.name === name) < index)
      throw refuseChange(`two scenarios are called ${name}: rename one of them`, name, `${place}.name`);
    const changed = changeRows(scenario, place, context);
    const drafts = ofScenario(name, changed, () => draftOf({ ...context, rows: changed.rows }));
    return draftScenario(name, { base, drafts, changed });
  });
}

interface Drafted {
  readonly base: readonly Draft[];
  /** Over the changed rows. */
  readonly drafts: readonly Draft[];
  readonly changed: ChangedRows;
}

function draftScenario(name: string, { base, drafts, changed }: Drafted): Draft[] {
  const ofBase = new Changes([...changed.changed.values()].map((each) => [each.before, each]));
  const ofOwn = new Changes([...changed.changed].map(([row, each]) => [row, each]));
  refuseUseless(
    changed,
    new Set([
      ...base.flatMap((draft) => [...ofBase.of(draft)]),
      ...drafts.flatMap((draft) => [...ofOwn.of(draft)]),
    ]),
  );
  const before = new Map(base.map((draft) => [draft.key, draft]));
  const known = new Set(base.flatMap(({ warnings = [] }) => warnings.map(nameWarning)));
  const warningsOf = (key: string, own: Draft | null): Warning[] => {
    const both = [
      ...(own === null ? [] : ofOwn.of(own)),
      ...(before.has(key) ? ofBase.of(before.get(key)!) : []),
    ];
    return [...new Set(both)].map((each) => warnOfChange(name, each));
  };
  const made = standOnStated(drafts, changed, {
    key: (key) => `scenario/${name}/${key}`,
    stated: (own) => ({
      scope: null,
      ...listDocuments(own, changed),
      warnings: [
        ...warningsOf(own.key, own),
        ...(own.warnings ?? []).map((warning) =>
          known.has(nameWarning(warning))
            ? warning
            : { ...warning, message: `scenario ${name}: ${warning.message}` },
        ),
      ],
    }),
  });
  const after = new Map(drafts.map((draft, index) => [draft.key, made[index]!]));
  const keys = distinctTexts([...base, ...drafts].filter(isCompared).map(({ key }) => key));
  const differences = keys.map((key) => ({
    ...differ(after.get(key), before.get(key)),
    key: `scenario-difference/${name}/${key}`,
    warnings: after.has(key) ? [] : warningsOf(key, null),
  }));
  return [...made, ...differences];
}

/** Returns the documents of a figure as they are stated; a row that the scenario adds is not one. */
function listDocuments({ documents }: Draft, { changed }: ChangedRows): Pick<Draft, 'documents'> {
  if (documents === undefined) return {};
  return {
    documents: documents.flatMap((row) => {
      const own = changed.get(row);
      return own === undefined ? row : (own.before ?? []);
    }),
  };
}

/** Whether a figure is a total, or what a unit emits. */
function isCompared({ key, unit }: Draft): boolean {
  return unit === 't{CO2e}' || !/^(plant|reconcile)\//.test(key);
}

function differ(after: Draft | undefined, before: Draft | undefined): Omit<Draft, 'key'> {
  const { method, unit, categories, gases, gwpSet, geographies, rules } = (after ?? before)!;
  return {
    ...{ method, unit, categories, gases, gwpSet, geographies },
    ...(rules === undefined ? {} : { rules }),
    scope: null,
    isDifference: true,
    expression: differenceOf(
      after === undefined ? NOTHING : valueOf('scenario', after),
      before === undefined ? NOTHING : valueOf('base', before),
    ),
  };
}

/** The changed rows behind figures, also through other figures. */
class Changes {
  readonly #byRow: ReadonlyMap<Row | null, ChangedRow>;
  readonly #known = new Map<Draft, ReadonlySet<ChangedRow>>();

  constructor(byRow: readonly (readonly [Row | null, ChangedRow])[]) {
    this.#byRow = new Map(byRow);
  }

  of(draft: Draft): ReadonlySet<ChangedRow> {
    const known = this.#known.get(draft);
    if (known !== undefined) return known;
    const found = new Set<ChangedRow>();
    const nodes = nodesOf(draft.expression);
    const add = (row: Row): void => {
      const own = this.#byRow.get(row);
      if (own !== undefined) found.add(own);
    };
    forEachRow(nodes, add);
    listMetered(draft).forEach(add);
    for (const node of nodes)
      if (node.kind === 'figure') for (const own of this.of(node.draft)) found.add(own);
    this.#known.set(draft, found);
    return found;
  }
}

/** Throws for a change whose rows no figure takes, neither before nor after. */
function refuseUseless({ changed }: ChangedRows, used: ReadonlySet<ChangedRow>): void {
  const places = new Set([...used].map(({ place }) => place));
  for (const { place, row } of changed.values()) {
    if (places.has(place)) continue;
    const text = `the change of ${row.key} changes nothing: no figure takes it. Correct it, or leave it out`;
    throw refuseChange(text, row.key, place);
  }
}

function warnOfChange(name: string, { row: { record, key }, text, reason }: ChangedRow): Warning {
  const message = `scenario ${name}: ${key} is ${text}: ${reason}`;
  return { code: 'scenario-change', message, row: { record, key } };
}

/** Calls what computes a scenario. An error names the scenario, and the parameter where a row is one that it adds. */
function ofScenario<T>(name: string, { changed }: ChangedRows, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError(
      error.code,
      `scenario ${name}: ${error.message}`,
      error.value,
      placeIn(error.row, changed),
    );
  }
}

function placeIn(place: RowPlace | null, changed: ChangedRows['changed']): RowPlace | null {
  if (place === null || place.record !== '' || place.key === '') return place;
  const added = [...changed.values()].find(({ before, row }) => before === null && row.key === place.key);
  return added === undefined ? place : placeOfAsked(`${added.place}.${place.column}`);
}
