import type { FigureKind } from '../method.ts';

/** The figures of life-cycle@1. {unit} is the name of a functional unit. */
export const FIGURES: readonly FigureKind[] = [
  {
    key: 'product/{unit}/flow/{compartment}/{flow}/{origin}',
    unit: '*',
    meaning: 'What the processes of a functional unit emit to nature, or take from it.',
  },
  {
    key: 'product/{unit}/indirect-land-use/{flow}',
    unit: '*',
    meaning: 'What indirect change of land use emits: information, in no total.',
  },
  { key: 'product/{unit}/total', unit: 't{CO2e}', meaning: 'Total of a functional unit.' },
  ...(['fossil', 'biogenic', 'land-use'] as const).map((part) => ({
    key: `product/{unit}/${part}`,
    unit: 't{CO2e}',
    meaning: `The part of the total whose carbon is ${part === 'land-use' ? 'of direct change of land use' : part}${part === 'fossil' ? ', or of no stated origin' : ''}.`,
  })),
  {
    key: 'product/{unit}/stored',
    unit: 't{CO2}',
    meaning:
      'Under EN 15804, from cradle to grave: CO2 that is taken from the air and not given back. It counts as emitted, because storage is not credited.',
  },
  {
    key: 'product/{unit}/primary',
    unit: 't{CO2e}',
    meaning:
      'What of the total comes from rows whose detail.data is primary: absent where no row says what its data are.',
  },
  {
    key: 'product/{unit}/substitution',
    unit: 't{CO2e}',
    meaning: 'What avoided products and treatments add to the total: negative where they save.',
  },
  { key: 'product/{unit}/without-substitution', unit: 't{CO2e}', meaning: 'The total less substitution.' },
  ...(['total', 'fossil', 'biogenic', 'land-use'] as const).map((part) => ({
    key: `product/{unit}/module/{module}/${part}`,
    unit: 't{CO2e}',
    meaning: `Under EN 15804: ${part === 'total' ? 'the total' : `the ${part} part`} of a stage of the life cycle. D is in no total.`,
  })),
  {
    key: 'product/{unit}/process/{process}',
    unit: 't{CO2e}',
    meaning: 'What of the total a process emits itself.',
  },
  {
    key: 'product/{unit}/process/{process}/flow/{compartment}/{flow}/{origin}',
    unit: '*',
    meaning: 'What of a flow a process emits itself.',
  },
  {
    key: 'product/{unit}/process/{process}/indirect-land-use/{flow}',
    unit: '*',
    meaning: 'What of the flow of indirect change of land use a process emits itself.',
  },
  {
    key: 'product/{unit}/other-processes',
    unit: 't{CO2e}',
    meaning: 'What of the total all processes emit that are not shown.',
  },
  {
    key: 'product/{unit}/direct',
    unit: 't{CO2e}',
    meaning: 'What of the total the process of the product emits itself for its functional unit.',
  },
  {
    key: 'product/{unit}/input/{process}/{product}',
    unit: 't{CO2e}',
    meaning: 'What of the total is emitted anywhere for one input of the process of the product.',
  },
  {
    key: 'product/{unit}/link/{process}/{product}/{user}',
    unit: 't{CO2e}',
    meaning:
      'What of the total is emitted anywhere for what a process supplies to another one. Each emission is in all links between it and the product: links are not added up.',
  },
  {
    key: 'product/{unit}/impact/{category}',
    unit: '*',
    meaning: 'The total of a category of impact, by its characterisation factors.',
  },
  {
    key: 'product/{unit}/cut-off/{product}',
    unit: '*',
    meaning: 'How much of a product is needed whose process is left out.',
  },
  {
    key: 'product/{unit}/run/{process}',
    unit: '1',
    meaning:
      'How often a process is run for a functional unit; of one with several products, the part that counts.',
  },
  {
    key: 'product/{unit}/carbon/{origin}',
    unit: 't{C}',
    meaning: 'The carbon in the product of a functional unit.',
  },
  {
    key: 'comparison/{unit}/{other}',
    unit: 't{CO2e}',
    meaning: 'The total of a second functional unit less that of a first one.',
  },
  {
    key: 'comparison/{unit}/{other}/process/{process}',
    unit: 't{CO2e}',
    meaning: 'By how much more a process emits for the second functional unit than for the first.',
  },
  {
    key: 'comparison/{unit}/{other}/other-processes',
    unit: 't{CO2e}',
    meaning: 'The difference of all processes that are not shown.',
  },
  {
    key: 'share/{process}/{product}',
    unit: '1',
    meaning: 'The part of the inputs and emissions of a process that one of its products has.',
  },
];
