import type { Draft } from '../../figures/draft.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import type { Method } from '../method.ts';
import { aboutDemand, warnAlso } from './about.ts';
import { draftCarbon, warnOfCarbon } from './carbon-content.ts';
import { ChainForms } from './chain-forms.ts';
import { openChain, type Chain } from './chain.ts';
import { checkComparison, draftComparison, type Compared } from './comparison.ts';
import {
  draftInputs,
  draftLinks,
  draftModules,
  draftProcesses,
  draftProcessFlows,
  draftRuns,
  draftSubstitution,
} from './contributions.ts';
import { FIGURES } from './figure-kinds.ts';
import { draftCategory, draftCutOff, draftFlows, draftTotals, type Subject } from './figures.ts';
import { cycleParameters, type CycleParameters } from './parameters.ts';
import { draftPrimary } from './primary-data.ts';
import { isClimate, openCategory, Potentials, type Category } from './potentials.ts';
import { RowSets } from './row-sets.ts';
import { draftShares } from './shares.ts';

/** What a product emits in its life cycle: the solution of the processes that it needs. */
export const lifeCycle: Method<CycleParameters> = {
  id: 'life-cycle',
  version: 1,
  title: 'Life cycle of products, from unit processes',
  standard:
    'ISO 14040 and ISO 14044 (their texts were not read); ISO 14067 or EN 15804, as the parameters say (not read either)',
  reads: [
    'process-exchange',
    'elementary-flow',
    'process-figure',
    'process-matrix',
    'figure',
    'product-property',
    'characterisation-factor',
    'gwp',
  ],
  parameters: cycleParameters,
  figures: FIGURES,
  traps: [
    'A process makes its outputs, and treats the waste that enters it. Everything else that enters is needed, and so is the treatment of waste that leaves. Amounts are per run of the process, however large that is.',
    'A process with several products shares its inputs and emissions among them: by mass, energy, price, or declared parts. Nothing is allocated unless the parameters or the rows say how, and each part is a figure.',
    'An avoided product or treatment is subtracted as if another process did not supply it. The figure substitution is what this saves, and without-substitution is the total before it.',
    'CO2 in the compartment resource is taken from the air, and negative. Without a standard, CO2 of biogenic carbon is in no total; its flows are figures.',
    'What indirect land use emits is a figure, and in no total. detail.landUse conversion is for the whole emission of a change of land use: each year has its part of parameters.landUseYears.',
    'Modules of EN 15804 are stated in the rows of the process that supplies the functional unit. What an input needs belongs to its module. Module D is in no total. CO2 that a product takes up and never gives back in its whole life counts as emitted (stored).',
    'A large technosphere is a document: rows process-matrix name A, where what a process makes is positive, and B. Its numbers are certain, and figures name the documents. The treatment of a waste is a product there.',
    'Rows of processes hold for any time unless they state a period. One that does not contain the period of the run is left out, with a warning where nothing replaces it.',
    'The solution is in float64. Each figure states a bound of its error, and shows only digits that the bound guarantees. Where processes avoid much of what others supply, none can be proven, and the figure says so.',
  ],
  compute: computeCycle,
};

function computeCycle(context: MethodContext, chosen: CycleParameters): Draft[] {
  checkComparison(chosen);
  const chain = openChain(context, chosen);
  const sets = new RowSets(chain, context.rows);
  const forms = new ChainForms(chain, sets, defineSymbols(chain, chosen));
  const potentials = chosen.gwpSet === undefined ? null : new Potentials(chosen.gwpSet, context);
  const categories = chosen.categories.map((name) => openCategory(name, chain.lines, context));
  const totals = new Map<string, Compared>();
  const drafts = chain.demands.flatMap(({ unit }, demand) => {
    const base = {
      ...{ forms, demand, name: unit.name, standard: chosen.standard },
      about: aboutDemand(chain, demand, sets, chosen),
      reached: sets.reachedBy(demand),
    };
    const carbon = draftCarbon(unit, base, context);
    const subject = { ...base, about: warnAlso(base.about, warnOfCarbon(unit, base, carbon)) };
    const own = draftSubject(subject, { chosen, potentials, categories });
    const total = own.find(({ key }) => key === `product/${unit.name}/total`);
    if (total !== undefined) totals.set(unit.name, { subject, total });
    return [...own, ...carbon];
  });
  const comparisons = chosen.compare.flatMap(([one, other]) => {
    const [from, to] = [totals.get(one), totals.get(other)];
    return from === undefined || to === undefined ? [] : draftComparison(from, to, potentials!, chosen.most);
  });
  return [...drafts, ...comparisons, ...draftShares(chain.supplies)];
}

/** Returns what the symbols of formulas mean: E are the rows of inputs and outputs, F those of flows, w the properties by which is allocated. */
function defineSymbols({ supplies, flows }: Chain, { landUseYears }: CycleParameters): string[] {
  const isShared = supplies.some(({ share }) => 'weights' in share);
  const isSpread = flows.some(({ emission }) => emission?.isSpread === true);
  return [
    'L = (I - A)^-1',
    'A = p U / V',
    'B = p F / V',
    'M = B L',
    'U, V = inputs, outputs of E',
    ...(isShared ? ['p = w V / sum(w V)'] : []),
    ...(isSpread ? [`F of a conversion of land / ${landUseYears}`] : []),
  ];
}

interface Asked {
  readonly chosen: CycleParameters;
  readonly potentials: Potentials | null;
  readonly categories: readonly Category[];
}

/** Returns the figures of one functional unit. */
function draftSubject(subject: Subject, { chosen, potentials, categories }: Asked): Draft[] {
  const { show, most, standard } = chosen;
  const flows = draftFlows(subject);
  const totals = potentials === null ? [] : draftTotals(subject, flows, potentials);
  const total = totals.at(-1);
  const shown = flows.filter(
    ({ line }) => show.includes('inventory') || (total !== undefined && isClimate(line)),
  );
  const parts =
    total === undefined || potentials === null
      ? []
      : [
          ...draftSubstitution(subject, potentials, total),
          ...draftPrimary(subject, potentials),
          ...(standard === 'en15804' ? draftModules(subject, potentials) : []),
          ...(show.includes('processes') ? draftProcesses(subject, potentials, most) : []),
          ...(show.includes('flows') ? draftProcessFlows(subject, flows, potentials, most) : []),
          ...(show.includes('inputs') ? draftInputs(subject, potentials) : []),
          ...(show.includes('links') ? draftLinks(subject, potentials, most) : []),
        ];
  return [
    ...shown.map(({ draft }) => draft),
    ...totals,
    ...parts,
    ...categories.flatMap((category) => draftCategory(subject, category)),
    ...draftCutOff(subject),
    ...(show.includes('runs') ? draftRuns(subject, most) : []),
  ];
}
