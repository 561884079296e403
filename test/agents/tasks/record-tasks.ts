import { readRecordedFiles } from './recorded-records.ts';
import { openOfferPorts } from '../../../cli/inputs/offer-ports.ts';
import type { Task } from '../../../agents/evaluate/tasks/task.ts';
import { readVectors } from './vector-records.ts';

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
    en: 'Which total does the registered inventory of 2024 state?',
    zh: '已登记的2024年 inventory 的 total 是多少？',
    runs: () => [],
    records: readVectors(
      ['all-private-entries', 'subject-superseded-not-asked', 'figure-with-another-digit'],
      { by: 'searched', hasMore: true },
    ),
    frames: ['record-current', 'record-replaced', 'value', 'counted', 'found'],
    finds: ['proof-fails', 'records-not-listed'],
    figures: [],
    stated: [
      { key: 'total', value: '32.5', unit: 't{CO2e}' },
      { key: 'total', value: '22.5', unit: 't{CO2e}' },
    ],
  },
  {
    name: 'a panorama of a country in a year, with one account missing and a line of two sources',
    question: 'panorama',
    en: 'Panorama of China 2022',
    zh: '全景 China 2022',
    runs: () => [],
    records: readRecordedFiles(
      ['panorama-countries', 'panorama-wind-solar'],
      ['china-accounts', 'published-figures'],
    ),
    frames: ['made-from', 'found', 'counted', 'record-current'],
    finds: ['no-line', 'no-figure', 'rival-lines', 'records-not-listed'],
    figures: [],
    stated: [
      { key: 'panorama/CN/production/total/GCB/2022', value: '11350.538', unit: 'Mt{CO2}' },
      { key: 'production/CN/CO2/2022', value: '11350.538', unit: 'Mt{CO2}' },
      { key: 'panorama/CN/consumption/total/GCB/2022', value: '10309.727', unit: 'Mt{CO2}' },
      { key: 'panorama/CN/nature/land-use-change/GCB/2022', value: '-286.079', unit: 'Mt{CO2}' },
    ],
  },
];
