/** A company registers a dataset: PARTY=… PARTY_KEY=… LEDGER_URL=… node register.mjs */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import * as ledger from 'carbon-ledger/client';

const { LEDGER_URL = 'http://127.0.0.1:8098', PARTY = '', PARTY_KEY = '' } = process.env;
const FILE = 'activity-2025.record.json';
const client = ledger.openClient(LEDGER_URL);

/** Builds and signs the next version of the stream, and keeps it in a file before anything is sent. */
async function build() {
  const detail = { row: 'electricity-use', category: 'purchased electricity', geography: 'CN' };
  const period = { from: Date.UTC(2025, 0) / 1000, until: Date.UTC(2026, 0) / 1000 };
  const rows = [{ key: 'electricity/consumption', value: '48000', unit: 'MW.h', ...period, detail }];
  const stream = await client.readStream({ party: PARTY, kind: 'dataset', subject: 'activity/2025' });
  const draft = ledger.createDraft({
    domain: await client.readDomain(), // compare the address of the ledger with the one that you trust
    record: {
      ...{ party: stream.party, kind: ledger.KINDS.dataset, subject: stream.subject, sources: [] },
      ...ledger.placeAfter(stream.accepted ?? stream.head),
    },
    statement: { title: 'Activity data 2025', period: '2025', standard: '' },
    ...ledger.saltEntries(rows, 'derived'),
    public: false,
  });
  const signed = ledger.signDraft(draft, PARTY_KEY);
  await writeFile(FILE, ledger.formatDraft(signed), { flag: 'wx' });
  return signed;
}

// A second run sends the same record again, which the ledger takes once. Without the file it would be a new version.
const signed = existsSync(FILE) ? ledger.parseSignedDraft(await readFile(FILE)) : await build();
const { id, receipt, created } = await client.registerRecord(ledger.submissionOf(signed, true));
await writeFile(FILE, ledger.formatDraft({ ...signed, receipt }));
const anchorBy = new Date(receipt.anchorBy * 1000).toISOString();
console.log(`${created ? 'registered' : 'the ledger has'} ${id}, on the chain by ${anchorBy}`);
