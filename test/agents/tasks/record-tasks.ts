import { openOfferPorts } from '../../../cli/inputs/offer-ports.ts';
import type { Task } from '../../../agents/evaluate/tasks/task.ts';
import { openDrawn, readDrawn } from './drawn-records.ts';

const { totals, china } = openDrawn();
const [firstTotal, secondTotal] = totals;
const totalOf = (value: string) => ({ key: 'total', value, unit: 't{CO2e}' });

export const RECORD_TASKS: readonly Task[] = [
  {
    name: 'factors of a fuel in a country and a year',
    question: 'which-factor',
    en: 'Which factor for diesel applies in the United Kingdom in 2024?',
    zh: '英国2024年的 diesel 因子是哪个？',
    runs: () => [],
    options: openOfferPorts(() => null),
    frames: ['ask-factor', 'found'],
    finds: ['factors-found'],
    figures: [],
  },
  {
    name: 'three records: one is current, one is replaced, one does not verify',
    question: 'registered-figures',
    en: 'Which total does the registered Works of 2024 state?',
    zh: '已登记的2024年 Works 的 total 是多少？',
    runs: () => [],
    records: readDrawn({ found: ['second', 'first', 'bare'], changed: ['bare'] }),
    frames: ['record-current', 'record-replaced', 'value', 'counted', 'found'],
    finds: ['proof-fails', 'records-not-listed'],
    figures: [],
    stated: [totalOf(secondTotal), totalOf(firstTotal)],
  },
  {
    name: 'a figure that comes from rows, and one that does not say where it comes from',
    question: 'figure-origin',
    en: 'Where does the total of the registered Works of 2024 come from?',
    zh: '已登记的2024年 Works 的 total 从何而来？',
    runs: () => [],
    records: readDrawn({
      found: ['second', 'bare', 'first'],
      changed: ['first'],
      partly: { factors: ['diesel'] },
    }),
    frames: ['made-from', 'clause', 'record-current', 'counted'],
    finds: ['no-derivation', 'parts-not-shown', 'proof-fails', 'records-not-listed'],
    figures: [],
    stated: [totalOf(secondTotal)],
  },
  {
    name: 'two versions of an inventory, with other totals',
    question: 'records-differ',
    en: 'How does the total of the two versions of the registered Works of 2024 differ?',
    zh: '已登记的2024年 Works 两个版本的 total 有何不同？',
    runs: () => [],
    records: readDrawn({
      found: ['second', 'first', 'bare'],
      changed: ['bare'],
      partly: { first: ['total', 'scope1/van'] },
    }),
    frames: ['higher', 'differ-by-version', 'differ-by-rows', 'record-current', 'record-replaced'],
    finds: ['entries-not-shown', 'in-one-record', 'proof-fails', 'records-not-listed'],
    figures: [],
    stated: [totalOf(secondTotal), totalOf(firstTotal)],
  },
  {
    name: 'what a change of a dataset touches, through others too',
    question: 'what-changes',
    en: 'What would be touched if the dataset Vehicles changed?',
    zh: '数据集 Vehicles 变更会影响哪些结果？',
    runs: () => [],
    records: readDrawn({
      found: ['newRoutes'],
      dependents: ['second', 'bare', 'fleet', 'group', 'shown', 'first'],
      changed: ['first'],
    }),
    frames: ['depends-on', 'record-current', 'counted'],
    finds: ['no-figure-touched', 'proof-fails', 'records-not-listed', 'dependents-not-listed'],
    figures: [],
    stated: [totalOf(secondTotal)],
  },
  {
    name: 'a panorama of a country in a year, with one account missing and a line of two sources',
    question: 'panorama',
    en: 'Panorama of China 2022',
    zh: '全景 China 2022',
    runs: () => [],
    records: readDrawn({ found: ['countries', 'germany'], cited: ['accounts', 'headlines'] }),
    frames: ['made-from', 'found', 'counted', 'record-current'],
    finds: ['no-line', 'no-figure', 'rival-lines', 'records-not-listed'],
    figures: [],
    stated: [
      { key: 'panorama/CN/production/total/bureau/2022', value: china.production, unit: 'Mt{CO2}' },
      { key: 'production/CN/CO2/2022', value: china.production, unit: 'Mt{CO2}' },
      { key: 'panorama/CN/consumption/total/bureau/2022', value: china.consumption, unit: 'Mt{CO2}' },
      {
        key: 'panorama/CN/nature/land-use-change/bureau/2022',
        value: china['land-use-change'],
        unit: 'Mt{CO2}',
      },
    ],
  },
];
