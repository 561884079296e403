import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../../core/encoding/hex.ts';
import { hashStream } from '../../../core/records/record.ts';
import {
  findAnswering,
  isOpinion,
  listAnswering,
  listDistinct,
  listVersioned,
} from '../../../jobs/refresh/listed-streams.ts';
import { HeadsLedger } from '../../../jobs/replay/heads-ledger.ts';
import { addAnswer, openMarket, showMarket } from '../../core/verify/market.ts';
import { showRecord } from '../../helpers/bundle-builder.ts';
import { sealBatch } from '../../helpers/memory-ledger.ts';
import { signRecord, type SignedRecord } from '../../helpers/signed-record.ts';

const market = openMarket();
const { auditor, exchange, stranger } = market.parties;
const opinion = addAnswer(market, auditor, market.disclosure, { opinion: 'unqualified' });
const decision = addAnswer(market, exchange, market.disclosure, { outcome: 'accepted' });
const bundle = showMarket(market, { also: [opinion, decision] });
const [subject] = bundle.records;

/** Returns the heads after records, each the newest version in its stream. */
function headsOf(records: readonly SignedRecord[]): HeadsLedger {
  const heads = new HeadsLedger();
  for (const { id, stream, submission } of records) {
    const number = heads.addStream(bytesOf(stream), bytesOf(submission.record.party), 0);
    heads.addRecord(bytesOf(id), 0, number);
    heads.move(number, heads.findRecord(id), submission.record.sequence);
  }
  heads.updateMaps();
  return heads;
}

describe('the streams that a proof file shows', () => {
  it('are those of the subject and of the results that it names or cites', () => {
    expect(listVersioned(bundle).map(({ id }) => id)).toEqual([market.disclosure.id, market.inventory.id]);
  });

  it('are those in which parties may answer the subject, two for each', () => {
    const names = listAnswering(subject!, [auditor.party, stranger.party]);
    expect(names).toHaveLength(4);
    expect(hashStream(names[0]!)).toBe(opinion.stream);
  });

  it('are those in which anybody has answered it, the first answer first', () => {
    const heads = headsOf([market.inventory, decision, market.disclosure, opinion]);
    expect(findAnswering(heads, subject!).map(hashStream)).toEqual([decision.stream, opinion.stream]);
  });

  it('are named once each', () => {
    const { record } = subject!;
    expect(listDistinct([record, record, opinion.submission.record]).map(hashStream)).toEqual([
      market.disclosure.stream,
      opinion.stream,
    ]);
  });
});

describe('an opinion', () => {
  it('is an assurance or a decision, and no replay', () => {
    const statement = { replay: { number: 1, header: market.disclosure.id } };
    const replay = signRecord({ by: auditor, kind: 'assurance', subject: 'replay', statement });
    sealBatch(market.ledger, [replay]);
    const shown = [opinion, decision, replay, market.inventory].map((each) =>
      showRecord(market.ledger, each),
    );
    expect(shown.map(isOpinion)).toEqual([true, true, false, false]);
  });
});
