import { UserFacingError } from '../errors.ts';

/** Why a publication cannot be written, or a ledger cannot be restored from it: code → meaning, what to do next. No other codes exist. */
export const PUBLICATION_CODES = {
  'wrong-ledger':
    'The publication belongs to another ledger. Set PUBLICATION_DIR (or --from) to the right one.',
  'folder-lost':
    'The folder of the publication has vanished, for example because its disk is not mounted. Bring it back, or make a new one with npm run operator -- publish-missing.',
  'folder-differs':
    'The folder of the publication is not the one in which the ledger published last. Set PUBLICATION_DIR to that one, or continue in this one with npm run operator -- publish-missing.',
  'turn-lost':
    'Another process anchors and publishes now: this one was stopped or cut off from the database. You need do nothing.',
  'copy-unreadable':
    'The publication cannot be read: the folder does not exist, or the URL does not answer. Check the path or URL.',
  'copy-lacks':
    'The publication lacks a batch that is on the chain. Find another copy. If there is none, close the ledger and continue in a successor.',
  'copy-damaged': 'A file of the publication does not match its own checksum or format. Find another copy.',
  'header-mismatch': 'A published header differs from the one on the chain. Find another copy.',
  'record-mismatch': 'A published record does not match its id, statement or signature. Find another copy.',
  'records-mismatch':
    'The published records of a batch do not give the root of records on the chain. Find another copy.',
  'heads-mismatch': 'The published records do not give the heads on the chain. Find another copy.',
} as const;

export type PublicationErrorCode = keyof typeof PUBLICATION_CODES;

/** A publication cannot be used; the message says why and what to do next. */
export class PublicationError extends UserFacingError<PublicationErrorCode> {
  override readonly name = 'PublicationError';
}
