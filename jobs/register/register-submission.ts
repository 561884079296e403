import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { BadInput } from '../../core/errors.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { recoverAddress } from '../../core/hashing/signature.ts';
import { digestRecord, hashRecord } from '../../core/records/record.ts';
import type { Accepted, Receipt, Submission } from '../../client/generated/openapi.ts';
import { ApiError } from '../../client/http/api-error.ts';
import type { Api } from '../../client/http/api.ts';
import { fetchRecord } from '../../client/http/fetch-records.ts';
import { retryRequest } from '../../client/http/retry-request.ts';
import type { OnRetry } from '../ports.ts';
import { checkReceipt, receiptSchema } from './receipt.ts';

/** A submission that names its ledger, so that no other ledger takes it. */
export type BoundSubmission = Submission & { readonly domain: Domain };

/**
 * Returns what is sent of a submission. A signed draft is a submission too: its secret and all other members stay here.
 * @throws BadInput `missing-member`
 */
export function trimSubmission(submission: BoundSubmission): BoundSubmission {
  const { domain, record, statement, signature, entries, public: isPublic } = submission;
  const needed: Readonly<Record<string, unknown>> = { domain, record, statement, signature };
  for (const [name, member] of Object.entries(needed))
    if (member === undefined || member === null)
      throw new BadInput(
        'missing-member',
        `the submission has no ${name}: expected a signed draft, or what submissionOf returns for one`,
        member,
        name,
      );
  return { domain, record, statement, signature, entries, public: isPublic };
}

/** An accepted record. */
export interface Registered {
  readonly id: Hex;
  readonly receipt: Receipt;
  /** The address that signed the receipt. Compare it with the keys of the operator in the registry: the server's word is not enough. */
  readonly signer: string;
  readonly state: Accepted['state'];
  /** False if the ledger had the record already. */
  readonly created: boolean;
}

const ATTEMPTS = 8;
const answerSchema = z.object({ receipt: receiptSchema, state: z.string() });

/**
 * Sends a record and checks that the receipt is for it. It is safe to send a record again: the ledger takes it once.
 * @throws ApiError: of the server, or `receipt`, `other-signature`; BadInput `signature-…` of the receipt
 */
export async function registerSubmission(
  api: Api,
  submission: BoundSubmission,
  onRetry: OnRetry,
): Promise<Registered> {
  const body = trimSubmission(submission);
  const { status, value } = await retryRequest(
    ATTEMPTS,
    () => api.post('/v1/records', body, answerSchema),
    onRetry,
  );
  return acceptReceipt(api, submission, { ...value, created: status === 201 }, onRetry);
}

/**
 * Returns what was registered, after checking that the receipt is for it. A record that the ledger had already keeps the signature that
 * it came with first; a receipt is for the record with that signature.
 * @throws ApiError `receipt`, `other-signature`; BadInput `signature-…`
 */
export async function acceptReceipt(
  api: Api,
  { domain, record, signature }: BoundSubmission,
  { receipt, state, created }: { receipt: Receipt; state: string; created: boolean },
  onRetry: OnRetry,
): Promise<Registered> {
  const id = hashRecord(record);
  const signer = checkReceipt(domain, id, receipt);
  if (!created) await checkSignature(api, { domain, record, signature }, onRetry);
  return { id, receipt, signer, state: state as Accepted['state'], created };
}

type SignedPart = Pick<BoundSubmission, 'domain' | 'record' | 'signature'>;

async function checkSignature(
  api: Api,
  { domain, record, signature }: SignedPart,
  onRetry: OnRetry,
): Promise<void> {
  const id = hashRecord(record);
  const { signature: accepted } = await retryRequest(ATTEMPTS, () => fetchRecord(api, id), onRetry);
  if (accepted === signature) return;
  const [theirs, ours] = [accepted, signature].map((each) =>
    recoverAddress(digestRecord(domain, record), each),
  );
  throw new ApiError(
    409,
    'other-signature',
    `the ledger has record ${id} with a signature by ${theirs}, and this one is by ${ours}: its receipt is not for this signature`,
    { expected: accepted, actual: signature },
  );
}
