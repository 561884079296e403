import { UserFacingError } from '../../core/errors.ts';

/** Why a publication, or a ledger from it, can't be had: code → meaning and what to do. Closed. */
export const PUBLICATION_CODES = {
  'wrong-ledger': 'The publication tells of another ledger than the chain that is asked. Name the right one.',
  'copy-unreadable': 'The publication can’t be read at all: no such folder, or no answer from its URL.',
  'copy-lacks':
    'The publication lacks a batch that the chain holds. Find another copy; where none holds it, the ledger must be closed for a successor.',
  'copy-damaged': 'A file of the publication is not what it says of itself. Find another copy.',
  'header-mismatch': 'The published header is not the one that the chain holds. Find another copy.',
  'record-mismatch': 'A published record is not what its id, statement or signature says. Find another copy.',
  'records-mismatch': 'The published records do not recompute the root that the chain holds.',
  'heads-mismatch': 'The published records do not give the heads that the chain holds.',
} as const;

export type PublicationErrorCode = keyof typeof PUBLICATION_CODES;

/** A publication can't be used; the message says why and what to do. */
export class PublicationError extends UserFacingError<PublicationErrorCode> {
  override readonly name = 'PublicationError';
}
