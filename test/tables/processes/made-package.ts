/** An object of a package of openLCA. */
type Given = Readonly<Record<string, unknown>>;

const ref = (id: string): Given => ({ '@id': id });

const GROUPS = [
  { id: 'mass', units: { kg: 1, t: 1000, stone: 6.35, 'lb av': 0.45 }, property: 'Mass' },
  { id: 'energy', units: { MJ: 1, kWh: 3.6 }, property: 'Energy' },
  { id: 'items', units: { 'Item(s)': 1, 'Dozen(s)': 12 }, property: 'Number of items' },
];

/** Flows: id → type, category, and their factors of other properties than the mass. */
export type MadeFlows = Readonly<Record<string, readonly [type: string, category: string, others?: Given]>>;

const FLOWS: MadeFlows = {
  flour: ['PRODUCT_FLOW', 'Food'],
  bran: ['PRODUCT_FLOW', 'Food'],
  gas: ['PRODUCT_FLOW', 'Fuels', { energy: 40 }],
  sludge: ['WASTE_FLOW', 'Wastes'],
  'Carbon dioxide, fossil': ['ELEMENTARY_FLOW', 'Elementary flows/Emission to air/unspecified'],
  'Carbon dioxide, in air': ['ELEMENTARY_FLOW', 'Elementary flows/Resource/in air'],
  'Ethane, 1,1,1,2-tetrafluoro-, HFC-134a': ['ELEMENTARY_FLOW', 'Elementary flows/Emission to air/rural'],
  'Methane, biogenic': ['ELEMENTARY_FLOW', 'Elementary flows'],
  Dust: ['ELEMENTARY_FLOW', 'Elementary flows'],
};

/** An exchange of version 2: an amount of a flow in a unit, and what else it states. */
export function exchange(flow: string, amount: number, unit: string, others: Given = {}): Given {
  const group = GROUPS.find(({ units }) => unit in units)!;
  return {
    ...{ flow: ref(flow), amount, unit: ref(unit), flowProperty: ref(group.id), isInput: false },
    ...others,
  };
}

export function input(flow: string, amount: number, unit: string, others: Given = {}): Given {
  return exchange(flow, amount, unit, { isInput: true, ...others });
}

/** A process of version 2. */
export function process(id: string, exchanges: readonly Given[], others: Given = {}): Given {
  return { '@id': id, name: id, exchanges, ...others };
}

/** Returns the files of a package with these processes, and others. */
export function makePackage(
  processes: readonly Given[],
  others: Readonly<Record<string, Given>> = {},
  flows: MadeFlows = FLOWS,
): Record<string, string> {
  const objects: Record<string, Given> = { ...others };
  for (const { id, units, property } of GROUPS) {
    objects[`unit_groups/${id}.json`] = {
      '@id': id,
      units: Object.entries(units).map(([name, conversionFactor]) => ({
        ...{ '@id': name, name, conversionFactor, isRefUnit: conversionFactor === 1 },
      })),
    };
    objects[`flow_properties/${id}.json`] = { '@id': id, name: property, unitGroup: ref(id) };
  }
  for (const [name, [flowType, category, factors = {}]] of Object.entries(flows))
    objects[`flows/${name.replaceAll(/\W/g, '_')}.json`] = {
      ...{ '@id': name, name, flowType, category },
      flowProperties: [
        { flowProperty: ref('mass'), conversionFactor: 1, isRefFlowProperty: true },
        ...Object.entries(factors).map(([id, conversionFactor]) => ({
          flowProperty: ref(id),
          conversionFactor,
        })),
      ],
    };
  for (const each of processes) objects[`processes/${String(each['@id'])}.json`] = each;
  return Object.fromEntries(Object.entries(objects).map(([path, object]) => [path, JSON.stringify(object)]));
}
