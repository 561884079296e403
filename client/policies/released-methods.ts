const COMBUSTION = ['fuel-use', 'net-calorific-value', 'emission-factor', 'oxidation'];
const PROCESS = ['process-activity', 'process-factor', 'measured-emission'];
const REFRIGERANT = ['refrigerant-leak', 'gwp'];
const SCOPE2 = ['electricity-use', 'instrument', 'grid-factor'];
const VALUE_CHAIN = ['value-chain-activity', 'activity-factor'];

/**
 * The methods of earlier engines that this program's engine no longer has, with the row types that they read, by version of the
 * engine. Released engines never change, and do not list their methods themselves.
 */
export const RELEASED_METHODS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  '1.0.0': {
    'combustion@1': COMBUSTION,
    'combustion-carbon@1': ['fuel-use', 'net-calorific-value', 'carbon-content', 'oxidation'],
    'process@1': PROCESS,
    'refrigerant@1': REFRIGERANT,
    'scope2@1': SCOPE2,
    'value-chain@1': VALUE_CHAIN,
    'inventory@1': [...COMBUSTION, ...PROCESS, ...REFRIGERANT, ...SCOPE2, ...VALUE_CHAIN],
    'cbam@1': ['goods', 'attributed-emissions', 'precursor', 'embedded-emissions', 'grid-factor'],
    'avoided@1': ['solution-use', 'solution-factor', 'solution-lifetime'],
  },
};

/** Returns the version of the engine that has a method which this program's engine does not have; null if there is none. */
export function findReleased(method: string): string | null {
  const found = Object.entries(RELEASED_METHODS).find(([, methods]) => Object.hasOwn(methods, method));
  return found === undefined ? null : found[0];
}
