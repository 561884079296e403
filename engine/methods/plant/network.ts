import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { distinctTexts } from '../../rows/row.ts';
import { selectionOf, type MethodContext } from '../../figures/method-context.ts';
import { selectActivities } from '../../rows/activity.ts';
import type { Selection } from '../../../core/records/selection.ts';
import type { Draft, Expression } from '../../figures/draft.ts';
import { checkUnit } from '../../figures/expression.ts';
import { ENERGY } from '../electricity/energy.ts';
import { classify } from '../use-class.ts';
import { meterStreams, type Metered } from './meters/streams.ts';
import type { Stream } from './stream.ts';

type Detail = Stream['detail'];

/** Streams of one material between the same units, of one place and origin: what holds for one of them holds for all. */
export interface Flow {
  readonly material: string;
  /** Null where the flow enters the plant. */
  readonly fromUnit: string | null;
  /** Null where the flow leaves the plant. */
  readonly toUnit: string | null;
  readonly treatment: NonNullable<Detail['treatment']>;
  /** Where CO2 goes that leaves without being emitted; null for other streams. */
  readonly transfer: NonNullable<Detail['transfer']> | null;
  /** What it is besides a material; null for an ordinary one. Heat and power have no carbon. */
  readonly carrier: NonNullable<Detail['carrier']> | null;
  readonly streams: readonly Stream[];
  /** What their meter says; null where each counts as it is stated. */
  readonly metered: Metered | null;
  /** What multiplies them, so that balances close; null where nothing was moved. */
  readonly correction: Expression | null;
  /** Selects exactly the streams. */
  readonly selection: Selection;
}

/** A plant: its flows, and its units in the order of their names. */
export interface Plant {
  readonly name: string;
  readonly units: readonly string[];
  /** Of materials. */
  readonly flows: readonly Flow[];
  /** Of heat and power. */
  readonly energy: readonly Flow[];
  /** What its meters measured. */
  readonly meters: readonly Draft[];
}

/** The name of what is outside a plant, in keys of figures. No unit has it. */
export const BORDER = 'outside';

const MEMBERS = [
  'material',
  'fromUnit',
  'toUnit',
  'treatment',
  'transfer',
  'carrier',
  'geography',
  'origin',
  'meter',
  'measurement',
] as const;

const NO_MEMBERS = Object.fromEntries(MEMBERS.map((member) => [member, null]));

/** Returns the plants of a run. @throws EngineError `bad-stream`; as `selectActivities` and `meterStreams` */
export function openPlants(context: MethodContext): Plant[] {
  const streams = selectActivities(context.rows, 'plant-stream', context.period);
  streams.forEach(checkEnds);
  const metered = meterStreams(streams, context);
  const byPlant = Map.groupBy(streams, ({ detail }) => detail.plant);
  return distinctTexts(byPlant.keys()).map((name) => {
    const own = byPlant.get(name)!;
    checkWhole(own);
    const all = listFlows(name, own, { metered, context });
    const energy = all.filter(isEnergy);
    const flows = all.filter((flow) => !isEnergy(flow));
    const units = distinctTexts(
      all.flatMap(({ fromUnit, toUnit }) => [fromUnit, toUnit].filter((unit) => unit !== null)),
    );
    const meters = metered.drafts.filter(({ key }) => key.startsWith(`plant/${name}/meter/`));
    return { name, units, flows, energy, meters };
  });
}

function listFlows(
  plant: string,
  streams: readonly Stream[],
  { metered: all, context }: { readonly metered: Metered; readonly context: MethodContext },
): Flow[] {
  return classify(streams, MEMBERS).map(({ uses, where: stated }) => {
    // All members, also where no stream has them: those that no figure takes, such as heat, must not change what others are selected by.
    const where = { ...NO_MEMBERS, ...stated };
    const {
      material,
      fromUnit = null,
      toUnit = null,
      treatment = 'mass-balance',
      transfer = null,
      carrier = null,
    } = uses[0]!.detail;
    const selection = selectionOf(context, 'plant-stream', { plant, ...where });
    const metered = all.amounts.has(uses[0]!) || all.factors.has(uses[0]!) ? all : null;
    const ends = { material, fromUnit, toUnit, treatment, transfer, carrier };
    return { ...ends, streams: uses, metered, correction: null, selection };
  });
}

/** Whether a flow is heat or power. */
export function isEnergy({ carrier }: { readonly carrier?: Flow['carrier'] | undefined }): boolean {
  return carrier === 'heat' || carrier === 'power';
}

/** What the detail of a stream can't state together. */
interface Contradiction {
  readonly is: (detail: Detail) => boolean;
  readonly text: (detail: Detail) => string;
  /** The member whose value is refused. */
  readonly value: keyof Detail;
  /** The column that is to be corrected. */
  readonly column: keyof Detail;
}

const ENDS: readonly Contradiction[] = [
  {
    is: ({ fromUnit, toUnit }) => fromUnit === undefined && toUnit === undefined,
    text: ({ material }) =>
      `${material} comes from no unit and goes to none: state detail.toUnit where it enters the plant, or detail.fromUnit where it leaves it`,
    value: 'material',
    column: 'toUnit',
  },
  ...(['toUnit', 'fromUnit'] as const).map((end): Contradiction => ({
    is: (detail) => detail[end] === BORDER,
    text: ({ material }) =>
      `a unit can't be called ${BORDER}: leave out the end where ${material} crosses the border of the plant`,
    value: end,
    column: end,
  })),
  {
    is: ({ fromUnit, toUnit }) => fromUnit === toUnit,
    text: ({ material, toUnit }) =>
      `${material} leaves and enters ${toUnit!}: leave out what stays in a unit`,
    value: 'toUnit',
    column: 'toUnit',
  },
  {
    is: ({ fromUnit, treatment }) => fromUnit === undefined && isMade(treatment),
    text: ({ material, treatment }) =>
      `${material} is ${treatment === 'output' ? 'an output' : 'measured'}, and comes from no unit: state detail.fromUnit, or another treatment`,
    value: 'treatment',
    column: 'treatment',
  },
  {
    is: ({ toUnit, treatment, transfer }) => treatment === 'measured' && (toUnit ?? transfer) !== undefined,
    text: ({ material }) =>
      `${material} is measured where it is emitted: leave out detail.toUnit and detail.transfer, or the treatment`,
    value: 'treatment',
    column: 'treatment',
  },
  {
    is: ({ toUnit, treatment }) => toUnit === undefined && treatment !== undefined && !isMade(treatment),
    text: ({ material }) =>
      `${material} leaves the plant, and detail.treatment says what a unit does with it: leave out the treatment, or state detail.toUnit`,
    value: 'treatment',
    column: 'treatment',
  },
  {
    is: ({ toUnit, transfer }) => transfer !== undefined && toUnit !== undefined,
    text: () => 'a transfer of CO2 leaves the plant: leave out detail.toUnit, or detail.transfer',
    value: 'transfer',
    column: 'transfer',
  },
];

/** Of an amount that was not measured. */
const UNMEASURED: Contradiction = {
  is: ({ measurement, meter, checkMeter, uncertainty }) =>
    measurement === 'none' && (meter ?? checkMeter ?? uncertainty) !== undefined,
  text: ({ material }) =>
    `${material} was not measured: leave out its meters and its uncertainty, or detail.measurement`,
  value: 'measurement',
  column: 'measurement',
};

/** Of heat and power. */
const CONVERSIONS = (['factors', 'divisors'] as const).map((column): Contradiction => ({
  is: (detail) => detail[column] !== undefined,
  text: ({ material, carrier }) =>
    `${material} is ${carrier!}: state it as an energy, and leave out its conversion factors`,
  value: 'carrier',
  column,
}));

/** Of heat and power. */
const CARBON: readonly Contradiction[] = [
  {
    is: ({ treatment, transfer }) => (treatment ?? transfer) !== undefined,
    text: ({ material, carrier }) =>
      `${material} is ${carrier!}, which has no carbon: leave out detail.treatment and detail.transfer, or detail.carrier`,
    value: 'carrier',
    column: 'carrier',
  },
];

/** Throws where the ends of a stream, its treatment and its transfer contradict each other. @throws EngineError `bad-stream` */
export function checkEnds(stream: Stream): void {
  refuseAny(stream, ENDS);
  refuseAny(stream, [UNMEASURED]);
  checkGas(stream);
  if (!isEnergy(stream.detail)) return;
  refuseAny(stream, CONVERSIONS);
  checkUnit(stream, ENERGY, null);
  refuseAny(stream, CARBON);
}

function refuseAny(stream: Stream, contradictions: readonly Contradiction[]): void {
  const { detail } = stream;
  const found = contradictions.find(({ is }) => is(detail));
  if (found !== undefined) throw refuse(stream, found.text(detail), found);
}

function refuse(
  stream: Stream,
  text: string,
  { value, column }: Pick<Contradiction, 'value' | 'column'>,
): EngineError {
  const place = placeOf(stream, `detail.${column}`);
  return new EngineError('bad-stream', `${stream.key}: ${text}`, stream.detail[value], place);
}

function isMade(treatment: Detail['treatment']): boolean {
  return treatment === 'output' || treatment === 'measured';
}

/** Throws where a gas can't be handed over as its stream says, or a measured one is not named. @throws EngineError `bad-stream`, `untyped-mass` */
function checkGas(stream: Stream): void {
  const { treatment, transfer, material } = stream.detail;
  if (treatment === 'measured' && stream.unit.substance === null) {
    const text = `${stream.key}: ${material} is measured, and its unit does not name the gas: write ${stream.unit.text}{N2O}, for example`;
    throw new EngineError('untyped-mass', text, stream.unit.text, placeOf(stream, 'unit'));
  }
  if (transfer === undefined || transfer === 'other') return;
  const isN2O = gasOfTransfer(stream) === 'N2O';
  if (isN2O === (transfer === 'installation')) return;
  const text = isN2O
    ? 'N2O is handed to another installation that reports it (installation), or counts as emitted (other): correct detail.transfer'
    : 'only N2O is handed over so, and its unit names it, as t{N2O}: correct detail.transfer or the unit';
  throw refuse(stream, text, { value: 'transfer', column: 'transfer' });
}

/** The gas that a transfer is of: N2O where its unit names it, else CO2. */
export function gasOfTransfer({ unit }: Stream): 'CO2' | 'N2O' {
  return unit.substance === 'N2O' ? 'N2O' : 'CO2';
}

/** Returns the flows of materials that enter a unit, and those that leave it. */
export function flowsOf({ flows }: Plant, unit: string): { entering: Flow[]; leaving: Flow[] } {
  return {
    entering: flows.filter(({ toUnit }) => toUnit === unit),
    leaving: flows.filter(({ fromUnit }) => fromUnit === unit),
  };
}

/** Throws where streams of one plant are of several facilities or entities: a part of a plant has no balance. @throws EngineError `bad-stream` */
function checkWhole(streams: readonly Stream[]): void {
  const [first] = streams;
  for (const [member, several] of [
    ['facility', 'facilities'],
    ['entity', 'entities'],
  ] as const) {
    const other = streams.find(({ detail }) => detail[member] !== first!.detail[member]);
    if (other === undefined) continue;
    const text = `${first!.key} and ${other.key} are streams of ${first!.detail.plant}, but of different ${several}: state one ${member} for the whole plant`;
    throw new EngineError('bad-stream', text, other.detail[member], placeOf(other, `detail.${member}`));
  }
}
