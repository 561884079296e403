import { EngineError } from '../../errors/engine-error.ts';
import type { RowOf } from '../../rows/row.ts';

/** An amount of a material that flows into a unit of a plant, out of one, or both. */
export type Stream = RowOf<'plant-stream'>;

type Fuel = RowOf<'fuel-use'>;
type Activity = RowOf<'process-activity'>;

/** The same detail for streams that share theirs, so that neighbours are seen to be alike. */
const fuels = new WeakMap<Stream['detail'], Fuel['detail']>();
const activities = new WeakMap<Stream['detail'], Activity['detail']>();

/** Returns a stream as a use of its material as a fuel: properties and factors are found by it. */
export function asFuel(stream: Stream): Fuel {
  let detail = fuels.get(stream.detail);
  if (detail === undefined) fuels.set(stream.detail, (detail = writeFuel(stream.detail)));
  const { stated: _stated, ...row } = stream;
  return { ...row, detail };
}

/** Returns a stream as a process of the name of its material: process factors are found by it. */
export function asProcess(stream: Stream): Activity {
  let detail = activities.get(stream.detail);
  if (detail === undefined) activities.set(stream.detail, (detail = writeActivity(stream.detail)));
  const { stated: _stated, ...row } = stream;
  return { ...row, detail };
}

function writeFuel({ material, ...detail }: Stream['detail']): Fuel['detail'] {
  return { ...withoutPlant(detail), row: 'fuel-use', fuel: material };
}

function writeActivity({ material, ...detail }: Stream['detail']): Activity['detail'] {
  const { calorific: _calorific, conditions: _conditions, meter: _meter, ...shared } = withoutPlant(detail);
  return { ...shared, row: 'process-activity', kind: 'process', process: material };
}

type Shared = Omit<
  Stream['detail'],
  | 'material'
  | 'row'
  | 'plant'
  | 'fromUnit'
  | 'toUnit'
  | 'treatment'
  | 'transfer'
  | 'carrier'
  | 'checkMeter'
  | 'measurement'
  | 'tier'
>;

/** Returns the members of a stream that other activities have too. */
function withoutPlant(detail: Omit<Stream['detail'], 'material'>): Shared {
  const {
    row: _row,
    plant: _plant,
    fromUnit: _from,
    toUnit: _to,
    treatment: _how,
    transfer: _whither,
    carrier: _carrier,
    tier: _tier,
    checkMeter: _beside,
    measurement: _measurement,
    ...shared
  } = detail;
  return shared;
}

/** Calls what finds factors for a stream as a fuel or a process. An error names the column of the stream. */
export function aboutStream<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof EngineError) || error.row === null) throw error;
    const { column } = error.row;
    if (column !== 'detail.fuel' && column !== 'detail.process') throw error;
    throw new EngineError(error.code, error.message, error.value, {
      ...error.row,
      column: 'detail.material',
    });
  }
}
