import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '../../../client/http/api.ts';
import { signerOfKey } from '../../../client/keys/signer.ts';
import { hashParty } from '../../../core/parties/identifier.ts';
import { signDigest } from '../../../core/hashing/signature.ts';
import { digestReceipt } from '../../../core/records/receipt.ts';
import { hashRecord } from '../../../core/records/record.ts';
import type { Draft, SignedDraft } from '../../../jobs/register/draft.ts';
import { draftRecord } from '../../../jobs/register/draft-record.ts';
import { registerDraft } from '../../../jobs/register/register-draft.ts';
import type { BoundSubmission } from '../../../jobs/register/register-submission.ts';
import { makeKey, TEST_DOMAIN } from '../../helpers/registry.ts';

const [PARTY, OPERATOR] = [makeKey('company'), makeKey('operator')];
const sent: BoundSubmission[] = [];
let server: Server;
let draft: Draft;

/** A ledger that accepts every record once it has refused `refusals` requests. */
let refusals = 0;
beforeAll(async () => {
  server = createServer((request, answer) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      if (refusals-- > 0) {
        answer.writeHead(503).end(JSON.stringify({ code: 'overloaded', message: 'try again' }));
        return;
      }
      const submission = JSON.parse(text) as BoundSubmission;
      sent.push(submission);
      const receipt = { record: hashRecord(submission.record), acceptedAt: 1, anchorBy: 2 };
      const signature = signDigest(digestReceipt(TEST_DOMAIN, receipt), OPERATOR.privateKey);
      answer.writeHead(201).end(JSON.stringify({ receipt: { ...receipt, signature }, state: 'accepted' }));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  draft = await draftRecord(
    {
      ...{ party: hashParty('test:company'), kind: 'dataset', subject: 'activity/2024' },
      statement: { title: '', period: '', standard: '' },
      entries: [{ key: 'total', value: '1', unit: 't', from: 0, until: 0, detail: null }],
    },
    {
      readDomain: () => Promise.resolve(TEST_DOMAIN),
      readNewest: () => Promise.resolve(null),
      readRecord: () => Promise.reject(new Error('nothing is read')),
    },
  );
});
afterAll(() => server.close());

const openPorts = (onSigned?: (signed: SignedDraft) => void, pauses: number[] = []) => ({
  api: openApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
  signer: signerOfKey(PARTY),
  ...(onSigned === undefined ? {} : { onSigned }),
  onRetry: (_: unknown, pause: number) => void pauses.push(pause),
});

describe('registering a record file', () => {
  it('signs it, sends it without its secret, and gives it back with the receipt', async () => {
    const seen: SignedDraft[] = [];
    const { signed, registered } = await registerDraft(
      { draft, withEntries: true },
      openPorts((each) => seen.push(each)),
    );
    expect(seen).toEqual([{ ...signed, receipt: null }]);
    expect(signed).toEqual({ ...draft, signature: signed.signature, receipt: registered.receipt });
    expect(registered).toMatchObject({ created: true, state: 'accepted', signer: OPERATOR.address });
    expect(sent.at(-1)).toMatchObject({ signature: signed.signature, entries: draft.entries, public: false });
    expect(JSON.stringify(sent.at(-1))).not.toContain(draft.secret);
  });

  it('keeps a signature that is there, also one of another key', async () => {
    const other = makeKey('other');
    const signature = await signerOfKey(other).signRecord(draft);
    const { signed } = await registerDraft(
      { draft: { ...draft, signature }, withEntries: true },
      openPorts(),
    );
    expect(signed.signature).toBe(signature);
  });

  it('sends hashes alone where entries stay here', async () => {
    await registerDraft({ draft, withEntries: false }, openPorts());
    expect(sent.at(-1)).not.toHaveProperty('entries');
  });

  it('is refused without a signature and a signer, before anything is sent', async () => {
    const count = sent.length;
    const { signer: _, ...ports } = openPorts();
    await expect(registerDraft({ draft, withEntries: true }, ports)).rejects.toMatchObject({
      ...{ name: 'BadInput', code: 'missing-member', path: 'signature' },
    });
    expect(sent).toHaveLength(count);
  });

  it('says so when it tries again after a temporary failure', async () => {
    refusals = 1;
    const pauses: number[] = [];
    await registerDraft({ draft, withEntries: true }, openPorts(undefined, pauses));
    expect(pauses).toHaveLength(1);
  });
});
