import { RUN_WARNINGS_IN_CHINESE } from '../../../jobs/compute/chinese-run-warnings.ts';
import { defineFaults } from './define-faults.ts';

export const useRunWarnings = defineFaults(RUN_WARNINGS_IN_CHINESE);
