import type { Hex } from '../../../core/encoding/hex.ts';
import type { DecisionMatter } from '../../../jobs/decide/decision-cautions.ts';
import type { SourceAnswers } from '../../../jobs/decide/source-answers.ts';
import type { Judged } from '../../verification/verdict/report.tsx';
import { listWarnings } from '../../verification/verdict/verdict-head.tsx';

/** Returns a verified disclosure with what its verdict warns of, as a decision on it is judged. */
export function matterOf(judged: Judged, sources: SourceAnswers, own: Hex): DecisionMatter {
  return { judged, warnings: listWarnings(judged.outcome), sources, own };
}
