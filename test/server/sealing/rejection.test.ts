import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROLES } from '../../../core/records/kind.ts';
import { findRecordView } from '../../../db/records/views.ts';
import { findStreamView } from '../../../db/records/stream-views.ts';
import { sealOnce } from '../../../server/sealing/sealer.ts';
import { dumpDatabase } from '../../helpers/dump.ts';
import { failAt, runAfter } from '../../helpers/failing-pool.ts';
import { type TestKey, closeWindow, makeKey, moveFinal, openWindow } from '../../helpers/registry.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';
import { type TestLedger, createTestLedger } from '../../helpers/test-ledger.ts';

let ledger: TestLedger;
let second: TestKey;

beforeEach(async () => {
  ledger = await createTestLedger();
  second = makeKey('second key of the company');
  await openWindow(ledger.database.pool, { party: ledger.company.party, key: second.address }, 2000);
});

afterEach(() => ledger.database.drop());

const closeSecond = (): Promise<void> =>
  closeWindow(
    ledger.database.pool,
    { party: ledger.company.party, key: second.address },
    ledger.finalTime() + 1,
  );

async function readState({ id }: SignedRecord): Promise<string | undefined> {
  const view = await findRecordView(ledger.database.pool, id);
  return view?.rejected?.code ?? view?.state;
}

const readAccepted = async ({ stream }: SignedRecord): Promise<unknown> =>
  (await findStreamView(ledger.database.pool, stream))?.accepted;

describe('a record whose key was closed while it waited', () => {
  let sealed: SignedRecord;
  let fallen: SignedRecord;
  let successor: SignedRecord;
  let dependent: SignedRecord;
  let answer: SignedRecord;
  let bystander: SignedRecord;

  beforeEach(async () => {
    const { company, provider, auditor } = ledger;
    sealed = await ledger.accept(signRecord({ by: company, key: second }));
    await ledger.anchor(await ledger.seal());
    fallen = await ledger.accept(signRecord({ by: company, key: second, after: sealed }));
    successor = await ledger.accept(signRecord({ by: company, after: fallen }));
    dependent = await ledger.accept(signRecord({ by: provider, kind: 'result', sources: [successor] }));
    answer = await ledger.accept(signRecord({ by: auditor, kind: 'assurance', answers: dependent }));
    bystander = await ledger.accept(signRecord({ by: provider, subject: 'factors', sources: [sealed] }));
    await closeSecond();
  });

  it('is rejected with its successors and their dependents, and the other records are sealed', async () => {
    expect(await ledger.seal()).toMatchObject({ number: 2, recordCount: 1 });
    expect(
      await Promise.all([sealed, fallen, successor, dependent, answer, bystander].map(readState)),
    ).toEqual(['final', 'closed-key', 'rejected-previous', 'rejected-source', 'rejected-source', 'sealed']);
  });

  it('moves the heads of the streams back, so that the party can continue', async () => {
    await ledger.anchor(await ledger.seal());
    expect(await readAccepted(fallen)).toEqual({ sequence: 1, record: sealed.id });
    expect(await readAccepted(dependent)).toBeNull();
    const again = await ledger.accept(
      signRecord({ by: ledger.company, after: sealed, statement: { title: 'again' } }),
    );
    await ledger.accept(signRecord({ by: ledger.provider, kind: 'result', sources: [again] }));
    expect(await ledger.seal()).toMatchObject({ number: 3, recordCount: 2 });
  });

  it('can be registered again with an open key, and so can its dependents', async () => {
    await ledger.anchor(await ledger.seal());
    await ledger.accept(signRecord({ by: ledger.company, after: sealed }));
    for (const record of [successor, dependent, answer]) await ledger.accept(record);
    expect(await ledger.seal()).toMatchObject({ number: 3, recordCount: 4 });
    expect(await readState(fallen)).toBe('sealed');
  });

  it('is rejected completely or not at all if the sealer crashes', async () => {
    const before = await dumpDatabase(ledger.database.pool);
    for (let at = 1; at < 18; at++) {
      const { pool } = failAt(ledger.database.pool, at, 'before');
      const failed = await sealOnce({ ...ledger.sealer, pool }).catch((error: unknown) => error);
      const after = await dumpDatabase(ledger.database.pool);
      if (failed instanceof Error && (await readState(fallen)) === 'accepted') expect(after).toEqual(before);
      else
        expect(await Promise.all([fallen, answer].map(readState))).toEqual(['closed-key', 'rejected-source']);
    }
    expect(await readState(bystander)).toMatch(/^(accepted|sealed)$/);
  });
});

describe('rejection', () => {
  it('also affects records whose role was closed', async () => {
    const record = await ledger.accept(signRecord({ by: ledger.company }));
    await closeWindow(
      ledger.database.pool,
      { party: ledger.company.party, role: ROLES.company },
      ledger.finalTime() + 1,
    );
    expect(await sealOnce(ledger.sealer)).toEqual({ waiting: 'nothing' });
    expect(await readState(record)).toBe('closed-role');
  });

  it('does not affect sealed records, whenever their key is closed', async () => {
    const record = await ledger.accept(signRecord({ by: ledger.company, key: second }));
    const header = await ledger.seal();
    await closeSecond();
    const next = await ledger.accept(signRecord({ by: ledger.company, after: record }));
    await ledger.anchor(header);
    expect(await ledger.seal()).toMatchObject({ recordCount: 1 });
    expect(await Promise.all([record, next].map(readState))).toEqual(['final', 'sealed']);
  });

  it('keeps a record whose key became valid while a batch was being sealed', async () => {
    const { company, provider, finalTime } = ledger;
    const { pool } = ledger.database;
    await ledger.accept(signRecord({ by: provider }));
    const late = makeKey('late key of the company');
    const record = signRecord({ by: company, key: late });
    const meanwhile = async (): Promise<void> => {
      await openWindow(pool, { party: company.party, key: late.address }, finalTime() + 1);
      await moveFinal(pool, finalTime() + 10);
      await ledger.accept(record);
    };
    await sealOnce({ ...ledger.sealer, pool: runAfter(pool, 'from chain_state', meanwhile) });
    expect(await readState(record)).toMatch(/^(accepted|sealed)$/);
  });

  it('also stops a record that is being accepted while the record before it is rejected', async () => {
    const { company, provider } = ledger;
    const name = { party: company.party, key: second.address };
    for (let round = 0; round < 15; round++) {
      const fallen = await ledger.accept(signRecord({ by: company, key: second, subject: `s/${round}` }));
      const successor = signRecord({ by: company, subject: `s/${round}`, after: fallen });
      const dependent = signRecord({ by: provider, subject: `s/${round}`, sources: [fallen] });
      await closeSecond();
      await Promise.allSettled([ledger.accept(successor), sealOnce(ledger.sealer), ledger.accept(dependent)]);
      expect(await readState(fallen)).toBe('closed-key');
      expect(await readState(successor)).toSatisfy(
        (state) => state === undefined || state === 'rejected-previous',
      );
      expect(await readState(dependent)).toSatisfy(
        (state) => state === undefined || state === 'rejected-source',
      );
      expect(await readAccepted(fallen)).toBeNull();
      await openWindow(ledger.database.pool, name, 2000);
    }
  });
});
