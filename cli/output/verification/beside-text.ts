import type { Language } from '../../../agents/words/language.ts';
import type { GivenDocument } from '../../inputs/named-documents.ts';
import type { SecondOpinion } from '../../protocol/paranoid.ts';
import { VERIFICATION_WORDS } from './verification-words.ts';

/** Writes which entries of a proof file name a given file, or that none does. */
export function formatNames({ file, sha256, namedBy }: GivenDocument, language: Language): string {
  const { named, unnamed } = VERIFICATION_WORDS[language].beside;
  return namedBy.length === 0 ? unnamed(file, sha256) : named(file, namedBy);
}

/** Writes what a second implementation finds about inclusion. */
export function formatSecondOpinion(
  { library, keccak, proofs, refused, differences }: SecondOpinion,
  language: Language,
): string {
  const { checkedNothing, disagrees, agrees } = VERIFICATION_WORDS[language].beside;
  const both = [library, keccak] as const;
  if (proofs === 0) return checkedNothing(...both);
  if (differences.length > 0) return disagrees(library, differences);
  return agrees(...both, proofs - refused.length, proofs);
}
