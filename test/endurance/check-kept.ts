import { signIn } from '../../client/http/sign-in.ts';
import { signerOfKey } from '../../client/keys/signer.ts';
import { type Api, openApi } from '../../client/http/api.ts';
import { ApiError } from '../../client/http/api-error.ts';
import { hashEntries } from '../../core/records/entry.ts';
import { BadInput, FailedCheck } from '../../core/errors.ts';
import { digestReceipt } from '../../core/records/receipt.ts';
import { checkSignature } from '../../core/hashing/signature.ts';
import { entriesSchema, recordViewSchema } from '../../server/http/schemas.ts';
import { attempt, type Check, expectEqual, type KeptEntries } from './ledger-check.ts';
import type { KeptReceipt } from './submit.ts';

/** Checks that every record with a receipt is in the ledger in time, and that every record has exactly one receipt. */
export async function checkReceipts(check: Check): Promise<void> {
  const first = new Map<string, KeptReceipt>();
  for (const receipt of check.receipts) {
    const before = first.get(receipt.record);
    if (before === undefined) {
      first.set(receipt.record, receipt);
      await attempt(check, `the receipt of ${receipt.record}`, () => checkReceipt(check, receipt));
    } else if (nameReceipt(before) !== nameReceipt(receipt)) {
      check.problems.push(
        `${receipt.record} has two receipts, accepted at ${before.acceptedAt} and ${receipt.acceptedAt}`,
      );
    }
  }
  for (const id of check.sealed.keys())
    if (!first.has(id)) check.problems.push(`${id} is sealed, but no client has a receipt for it`);
}

function nameReceipt({ acceptedAt, anchorBy, signature }: KeptReceipt): string {
  return `${acceptedAt} ${anchorBy} ${signature}`;
}

async function checkReceipt(check: Check, receipt: KeptReceipt): Promise<void> {
  const { record: id, acceptedAt, anchorBy } = receipt;
  checkPromise(check, receipt);
  const view = await openApi(check.url)
    .get(`/v1/records/${id}`, recordViewSchema)
    .catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    });
  if (view === null) {
    check.problems.push(`${id} was accepted at ${acceptedAt}, but is not in the ledger`);
    return;
  }
  expectEqual(check, `the state of ${id}`, view.state, 'final');
  expectEqual(check, `acceptedAt of ${id}`, view.acceptedAt, acceptedAt);
  expectEqual(check, `the batch of ${id}`, view.batch?.number, check.sealed.get(id));
  const anchoredAt = check.anchored.get(check.sealed.get(id) ?? 0);
  if (anchoredAt === undefined || anchoredAt > anchorBy)
    check.problems.push(
      `${id} was to be anchored by ${anchorBy}, but was anchored at ${anchoredAt ?? 'no time'}`,
    );
}

function checkPromise({ policy, operator, problems }: Check, { signature, ...receipt }: KeptReceipt): void {
  const { chainId, ledger } = policy;
  try {
    checkSignature(digestReceipt({ chainId, ledger }, receipt), signature, operator);
  } catch (error) {
    if (!(error instanceof FailedCheck || error instanceof BadInput)) throw error;
    problems.push(`the receipt of ${receipt.record} is not signed by the operator: ${error.message}`);
  }
}

/** Checks that the ledger holds all entries that were sent with accepted records. */
export async function checkEntries(check: Check): Promise<void> {
  const sessions = new Map<string, Api>();
  const open = async ({ reader }: KeptEntries): Promise<Api> => {
    const api = openApi(check.url);
    if (reader === null) return api;
    const place = { chainId: check.policy.chainId, now: Date.now() };
    const session = sessions.get(reader.address) ?? (await signIn(api, signerOfKey(reader), place));
    sessions.set(reader.address, session);
    return session;
  };
  for (const kept of check.entries) {
    await attempt(check, `the entries of ${kept.record}`, async () => {
      const api = await open(kept);
      const { entries } = await api.get(`/v1/records/${kept.record}/entries`, entriesSchema);
      expectEqual(check, `the root of the entries of ${kept.record}`, hashEntries(entries), kept.root);
    });
  }
}
