import { RUN_FAULTS_IN_CHINESE } from '../../../jobs/compute/chinese-run-faults.ts';
import type { RunFaultCode } from '../../../jobs/compute/fault-codes.ts';
import { defineFaults } from './define-faults.ts';

/** Codes whose messages name parameters of a file, or a place that is elsewhere on a page. */
const ENGLISH = {
  'missing-document':
    'The method needs a document that is not here. Fetch it or give its file above, under Documents. Then compute again.',
  'bad-document':
    'The engine can’t read a document: its file is not the matrix that the rows describe. Ask its party; if you gave a file, give that of the right hash.',
  'co2-only-factor':
    'A factor of CO₂ alone would count in a total of CO₂e. Allow it in the parameter “Figures of CO₂ alone”, or choose factors with all gases.',
  'not-comparable':
    'Products are compared only where they do the same and cover the same part of the life cycle. State one function and one boundary for both in the parameter “Functional units”, or take the pair out of “Compared”.',
  'mixed-bases':
    'A total would have parts with and without the emissions of a whole life cycle. Allow it in the parameter “Figures with different bases”, or choose factors with one basis.',
} satisfies Readonly<Partial<Record<RunFaultCode, string>>>;

export const useRunFaults = defineFaults(RUN_FAULTS_IN_CHINESE, ENGLISH);
