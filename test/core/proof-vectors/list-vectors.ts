import { listAnsweredRunCases } from './answered-run-cases.ts';
import { listAsOfCases } from './as-of-cases.ts';
import { listChainCases } from './chain-cases.ts';
import { listCitationCases } from './citation-cases.ts';
import { listFormCases } from './form-cases.ts';
import { listHeadCases } from './head-cases.ts';
import { listEarlierNamed, listMixedCases } from './mixed-cases.ts';
import { listOtherAnswerCases } from './other-answer-cases.ts';
import { listRecordCases } from './record-cases.ts';
import { listReperformanceCases } from './reperformance-cases.ts';
import { listSituationCases } from './situation-cases.ts';
import type { Sketch } from './sketch.ts';
import { listWorkCases } from './work-cases.ts';

/** Returns all vectors of whole proof files, in the order in which they are stored. */
export async function listVectors(): Promise<Sketch[]> {
  return [
    ...listFormCases(),
    ...listRecordCases(),
    ...listChainCases(),
    ...listHeadCases(),
    ...listMixedCases(),
    ...listSituationCases(),
    ...listOtherAnswerCases(),
    ...listEarlierNamed(),
    ...listAsOfCases(),
    ...listCitationCases(),
    ...(await listReperformanceCases()),
    ...(await listAnsweredRunCases()),
    ...(await listWorkCases()),
  ];
}
