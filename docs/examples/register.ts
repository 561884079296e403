import { writeFile } from 'node:fs/promises';
import { createDraft, formatDraft, KINDS, openClient, placeAfter } from 'carbon-ledger/client';
import { saltEntries, signDraft, submissionOf } from 'carbon-ledger/client';

const { LEDGER_URL = 'http://127.0.0.1:8098', PARTY = '', PARTY_KEY = '' } = process.env;
const client = openClient(LEDGER_URL);

// The signature is for this ledger alone: compare its address with the one that you trust.
const { chainId, ledger } = (await client.showStatus()).chain!;
const stream = await client.readStream({ party: PARTY, kind: 'dataset', subject: 'activity/2025' });
const period = { from: Date.UTC(2025, 0) / 1000, until: Date.UTC(2026, 0) / 1000 };
const rows = [{ key: 'electricity/consumption', value: '48000', unit: 'MW.h', ...period, detail: null }];

const draft = createDraft({
  domain: { chainId, ledger },
  record: {
    ...{ party: stream.party, kind: KINDS.dataset, subject: stream.subject, sources: [] },
    ...placeAfter(stream.accepted ?? stream.head),
  },
  statement: { title: 'Activity data 2025', period: '2025', standard: '' },
  ...saltEntries(rows, 'derived', () => crypto.getRandomValues(new Uint8Array(32))),
  public: false,
});
const signed = signDraft(draft, PARTY_KEY);
const { id, receipt } = await client.registerRecord(submissionOf(signed, true));

// Keep this file: its secret opens the figures, and the receipt is the promise to anchor the record.
await writeFile('activity.record.json', formatDraft({ ...signed, receipt }));
console.log(`registered ${id}, on the chain by ${new Date(receipt.anchorBy * 1000).toISOString()}`);
