import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRegistryWriter } from '../../../chain/contracts/registry.ts';
import { createPolicy } from '../../../jobs/verify/new-policy.ts';
import { refreshProof, type RefreshedProof } from '../../../jobs/refresh/refresh-proof.ts';
import { BUNDLE_JSON, formatJson } from '../../../core/encoding/json.ts';
import { parseBundle } from '../../../core/proofs/bundle.ts';
import { buildBundle, showHead, showRecord } from '../../helpers/bundle-builder.ts';
import { type ChainedLedger, startChainedLedger } from '../../helpers/chained-ledger.ts';
import type { TestChain } from '../../helpers/chain.ts';
import { type LyingOperator, openLyingOperator } from '../../helpers/lying-operator.ts';
import type { MemoryLedger } from '../../helpers/memory-ledger.ts';
import { makeKey } from '../../helpers/registry.ts';
import { replayIn } from '../../helpers/replayed-chain.ts';
import type { RecordSketch, SignedRecord } from '../../helpers/signed-record.ts';

let chain: TestChain;
let home: string;
let folder: string;
let ledger: ChainedLedger;
let operator: LyingOperator;
let first: SignedRecord;
let old: Uint8Array;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'refresh-lying-'));
});

afterAll(() => rm(home, { recursive: true }));

beforeEach(async () => {
  ledger = await startChainedLedger();
  ({ chain } = ledger);
  folder = await mkdtemp(join(home, 'ledger-'));
  operator = await openLyingOperator(ledger, folder);
  first = sign({ subject: 'inventory/2023' });
  await operator.seal({ records: [first, sign({ subject: 'activity/2023' })] });
  const made = { batches: [...operator.batches] } as MemoryLedger;
  const bundle = { ...buildBundle([showRecord(made, first)]), ...ledger.domain };
  old = new TextEncoder().encode(formatJson({ ...bundle, heads: [showHead(made, first, 1)] }, BUNDLE_JSON));
});

afterEach(() => chain.stop());

function sign(sketch: Partial<RecordSketch>): SignedRecord {
  return ledger.sign({ by: ledger.parties.company, ...sketch });
}

async function refresh(): Promise<RefreshedProof> {
  const policy = createPolicy({ ...ledger.domain, urls: [chain.url] });
  return refreshProof(
    { file: old, policy, now: (await chain.head()).time, publication: folder, isFresh: false },
    { ...replayIn(join(folder, 'state')), openEngine: () => Promise.resolve(null), onStep: () => {} },
  );
}

describe('A proof file of a ledger whose operator lies', () => {
  it('is refreshed while the operator does not lie', async () => {
    const next = sign({ after: first, subject: 'inventory/2023' });
    await operator.seal({ records: [next] });
    const { report } = await refresh();
    expect(report).toMatchObject({ batch: { before: 1, after: 2 }, findings: [], notRenewed: [] });
    expect(report.standing.after).toMatchObject({ state: 'superseded', by: next.id });
  });

  it('is not refreshed as of a head that was rolled back', async () => {
    await operator.seal({ records: [sign({ after: first, subject: 'inventory/2023' })] });
    await operator.seal({
      records: [sign({ subject: 'other' })],
      lieAboutHeads: (heads) =>
        heads.get(first.submission.record.party)?.set(first.stream, { sequence: 1, record: first }),
    });
    await expect(refresh()).rejects.toMatchObject({ code: 'heads-differ', exit: 'refused' });
  });

  it('is not refreshed from a copy in which a sealed record is left out', async () => {
    const shown = sign({ subject: 'shown' });
    await operator.seal({ records: [shown, sign({ subject: 'hidden' })], published: [shown] });
    await expect(refresh()).rejects.toMatchObject({ code: 'records-differ', exit: 'refused' });
  });

  it('is refreshed although another record breaks a rule, and the report says so', async () => {
    const early = sign({ sources: [sign({ subject: 'never' })], subject: 'early' });
    await operator.seal({ records: [early] });
    expect((await refresh()).report.findings).toEqual(['source-missing in batch 2']);
  });

  it('finds a newer version although an earlier record was sealed twice', async () => {
    const [a, b] = [sign({ subject: 'a' }), sign({ after: first, subject: 'inventory/2023' })];
    await operator.seal({ records: [first, a] });
    await operator.seal({ records: [b, first] });
    const { report, bytes } = await refresh();
    expect(report.findings).toEqual(['record-repeated in batch 2', 'record-repeated in batch 3']);
    expect(parseBundle(bytes).records.map(({ id }) => id)).toEqual([first.id, b.id]);
  });

  it('leaves out an answer whose key was closed before it was anchored, and says why', async () => {
    const opinion = ledger.sign({ by: ledger.parties.auditor, kind: 'assurance', answers: first });
    const { auditor } = ledger.parties;
    await operator.seal({
      records: [opinion],
      beforeAnchoring: async () => {
        const registry = openRegistryWriter(ledger.deployment.registry, chain.accounts.registrar);
        await chain.mineAt((await chain.head()).time + 60);
        await registry.closeKey(auditor.party, auditor.key.address);
        await chain.mineAt((await chain.head()).time + 60);
      },
    });
    const { report, bytes } = await refresh();
    expect(report.notRenewed).toMatchObject([{ what: 'record', record: opinion.id }]);
    expect(parseBundle(bytes).records).toHaveLength(1);
  });

  it('is not refreshed while a stranger’s record moves a head', async () => {
    await operator.seal({ records: [sign({ key: makeKey('stranger'), subject: 'forged' })] });
    await expect(refresh()).rejects.toMatchObject({ code: 'heads-differ' });
  });
});
