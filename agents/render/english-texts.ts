import { HOST_ERRORS } from '../gate/notice.ts';
import { REASONS, WITHHELD } from '../reasons/reason.ts';
import { MISALIGNED, type Operation } from '../../jobs/derive/derived.ts';

const OPERATION_NAMES: Readonly<Record<Operation, string>> = {
  ...{ difference: 'difference', change: 'change', sum: 'sum', share: 'share', ratio: 'ratio' },
  ...{ 'per-head': 'quotient', conversion: 'conversion' },
};

/** What the program says around handles, in English. No text has a quantity: these are in chips alone. */
export const ENGLISH_TEXTS = {
  list: { between: ', ', last: ' and ' },
  colon: ': ',
  stop: '.',
  of: ' of ',
  brackets: [' (', ')'],
  separator: ', ',
  interval: (level: string, low: string, high: string) => `${level} % interval ${low} to ${high}`,
  meanOfDraws: (mean: string) => `mean ${mean}`,
  roundedTo: (step: string) => `rounded to ${step}`,
  roundedToDigits: (digits: string) => `rounded to ${digits} digits`,
  standing: {
    current: 'verified, newest version',
    replaced: 'verified, replaced by a newer version',
    withdrawn: 'verified, withdrawn by its party',
    stale: 'verified, made from something that was replaced',
    unknown: 'verified, newest version not known',
  },
  unproven: 'not verified',
  unsigned: 'computed, unsigned',
  opinions: (opinions: string) => `assured: ${opinions}`,
  version: (sequence: string) => `version ${sequence}`,
  noParty: 'no party',
  ofFile: (file: string, line: string) => `${file}, line ${line}`,
  run: (method: string, engine: string) => `a run of ${method} with engine ${engine}`,
  figures: 'figures',
  counted: {
    figures: 'figures',
    'figures-left-out': 'other figures of the record, which are not shown',
    rows: 'rows',
    records: 'records',
    findings: 'findings',
    runs: 'runs',
    meters: 'meters',
    candidates: 'candidates',
    'rows-left-out': 'rows left out',
  },
  pages: {
    record: 'the record',
    provenance: 'the provenance',
    draft: 'the draft',
    verdict: 'the verdict',
    import: 'the page for importing tables',
    compute: 'the page for computing',
    products: 'the page of products',
    panorama: 'the panorama',
    datasets: 'the datasets',
  },
  /** How a derived figure is named by those that it was derived from. */
  operations: {
    difference: ['the difference of ', ' minus '],
    change: ['the change, ', ' minus '],
    sum: ['the sum of ', ' plus '],
    share: ['the share of ', ' in '],
    ratio: ['the ratio of ', ' to '],
    'per-head': ['', ' divided by '],
    conversion: ['', ''],
  } as Readonly<Record<Operation, readonly [before: string, between: string]>>,
  forRun: (run: string, needed: string | null) =>
    needed === null ? `for run ${run}` : `for run ${run}, which lacks ${needed}`,
  holds: 'holds as it is',
  unknownEffect: 'what it changes was not computed',
  change: (figure: string, change: string, unit: string) =>
    `changes ${figure} by ${change} ${unit} against the likeliest`,
  pageOf: (page: string) => `${page} of `,
  table: { figure: 'Figure', value: 'Value', interval: 'Interval', period: 'Period', standing: 'Standing' },
  noInterval: 'none stated',
  quotedBy: 'unverified words of ',
  quotedFile: 'unverified words of a file',
  /** What figures rest on, where an answer leaves its page. */
  citations: {
    title: 'What the figures rest on',
    proven: (key: string, record: string) => `${key} of record ${record}, verified`,
    computed: (key: string, run: string) => `${key}, computed by run ${run}, unsigned`,
    derived: (operation: Operation, operands: string) => `${OPERATION_NAMES[operation]} of ${operands}`,
    run: (method: string, engine: string, records: string) =>
      `a run of ${method} with engine ${engine} on ${records === '' ? 'rows without a record' : `records ${records}`}`,
  },
  remark: 'The model’s words',
  withheld: 'A remark of the model is withheld: ',
  refused: 'There is no answer that holds. The table shows the figures that resolved.',
  reasons: REASONS as Readonly<Record<keyof typeof REASONS, string>>,
  withheldReasons: WITHHELD as Readonly<Record<keyof typeof WITHHELD, string>>,
  misaligned: MISALIGNED as Readonly<Record<keyof typeof MISALIGNED, string>>,
  hostErrors: HOST_ERRORS as Readonly<Record<keyof typeof HOST_ERRORS, string>>,
  thinking: 'The model is working.',
  states: { running: 'running', done: 'done', failed: 'failed' },
  tools: {
    'find-records': 'Finding records',
    'open-record': 'Opening a record',
    compute: 'Computing',
    'choose-rows': 'Choosing rows',
    derive: 'Deriving a figure',
    sort: 'Sorting figures',
    tabulate: 'Making a table',
    'find-factors': 'Finding factors',
    panorama: 'Making a panorama',
    explain: 'Following figures to their sources',
    compare: 'Comparing records',
    impact: 'Following a change',
    draft: 'Making a draft',
  },
};
export type AnswerTexts = typeof ENGLISH_TEXTS;
