import type { Draft } from '../../client/records/draft.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { plainText } from './text-format.ts';

/** Returns what a person reads about a record file that was just built, and what to do next. */
export function formatDraftSummary(draft: Draft, id: Hex, file: string): string {
  const { subject, sequence, sources } = draft.record;
  return [
    `record   ${id}`,
    `stream   ${plainText(subject)}, sequence ${sequence}`,
    `entries  ${draft.entries.length}${draft.public ? ', public' : ', private'}`,
    `sources  ${sources.length}`,
    `written to ${file}; next: ledger record sign ${file} --key <key file>`,
  ].join('\n');
}
