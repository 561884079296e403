import type { RunName } from './pick.ts';
import type { PlannedBlock } from './procedure.ts';

/** What an answer says of a run that the engine refuses: that it is withheld, and what is asked. */
export function refusedBlocks(run: RunName): readonly PlannedBlock[] {
  return [
    { frames: ['withheld'], slots: { e: { refusal: run } } },
    { frames: ['ask-missing'], slots: { e: { refusal: run } } },
  ];
}
