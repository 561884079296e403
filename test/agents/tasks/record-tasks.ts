import type { Task } from './task.ts';
import { readVectors } from './vector-records.ts';

export const RECORD_TASKS: readonly Task[] = [
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
];
