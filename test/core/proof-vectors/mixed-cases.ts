import { linkRecord, showHead, showParty, showRecord } from '../../helpers/bundle-builder.ts';
import { sealBatch } from '../../helpers/memory-ledger.ts';
import { signRecord } from '../../helpers/signed-record.ts';
import { addVersion, cite, openMarket, defaultPolicy, showMarket } from '../verify/market.ts';
import { openPlain, showPlain } from './plain.ts';
import { type Sketch, sketch } from './sketch.ts';

/** Returns the vectors of files whose heads, lists and versions are of different batches. */
export function listMixedCases(): Sketch[] {
  return [...listNewerCases(), ...listEarlierCases()];
}

/** What a file holds beyond the heads that the policy's replays support (§7, §11). */
function listNewerCases(): Sketch[] {
  const plain = openPlain();
  const { ledger, parties, records } = plain;
  const { second, factors, replay } = records;
  const withdrawn = signRecord({
    by: parties.company,
    kind: 'result',
    subject: 'inventory/2023',
    after: second,
    sources: [factors],
    statement: { change: 'withdrawal', reason: 'wrong meter' },
  });
  sealBatch(ledger, [withdrawn]);
  const file = showPlain(plain, [replay]);
  const policy = { replays: { parties: [parties.regulator.party], quorum: 1 } };
  const again = openPlain();
  const repeated = sealBatch(again.ledger, [again.records.second]);
  const [subject, ...others] = again.file.records;
  const late = { inclusion: { header: repeated.header, proof: [] }, anchor: repeated.anchor };
  return [
    sketch(
      plain,
      'newer-head-without-a-replay',
      'A newer head, which nobody replayed, names a withdrawal. The replayed head counts.',
      ['verified', 'currentness warn head-newer'],
      { policy, file: () => ({ ...file, heads: [...file.heads, showHead(ledger, second, 5)] }) },
    ),
    sketch(
      plain,
      'newer-version-without-a-replay',
      'The file has the withdrawal itself, and no head that names it: it is signed and sealed, so it needs nobody’s word.',
      ['not-verified', 'currentness fail withdrawn'],
      { policy, file: () => ({ ...file, records: [...file.records, showRecord(ledger, withdrawn)] }) },
    ),
    sketch(
      plain,
      'newer-version-as-a-link',
      'The same version is in the history only, without its statement.',
      ['not-verified', 'currentness fail superseded'],
      { policy, file: () => ({ ...file, history: [...file.history, linkRecord(ledger, withdrawn)] }) },
    ),
    sketch(
      again,
      'sealed-twice',
      'The subject is shown in batch 5, in which it was sealed a second time; it was the head of its stream as of batch 2.',
      ['not-verified', 'currentness fail order-falls'],
      { file: (shown) => ({ ...shown, records: [{ ...subject!, ...late }, ...others] }) },
    ),
  ];
}

/** Heads and lists that are earlier than the head of the subject, so that they may hide what came between. */
function listEarlierCases(): Sketch[] {
  const plain = openPlain();
  const { company } = plain.parties;
  const { ledger, headsAsOf } = openLate();
  return [
    sketch(
      plain,
      'list-earlier-than-the-head',
      'The list of the party’s streams is as of batch 1, the head of the subject as of batch 2.',
      ['unchecked', 'completeness skipped no-party'],
      { file: (file) => ({ ...file, parties: [showParty(plain.ledger, company.party, 1)] }) },
    ),
    sketch(
      { ledger, file: headsAsOf(1), policy: defaultPolicy() },
      'cited-head-earlier-than-the-head',
      'A disclosure of batch 4 cites a result that was withdrawn in batch 3; the file shows the result’s head as of batch 1.',
      ['unchecked', 'currentness skipped no-head'],
    ),
    sketch(
      { ledger, file: headsAsOf(4), policy: defaultPolicy() },
      'cited-head-of-the-same-batch',
      'The same with the result’s head as of batch 4.',
      ['not-verified', 'currentness fail basis-superseded'],
    ),
  ];
}

/** Returns the vectors of an earlier head of a cited result, which names its withdrawal. */
export function listEarlierNamed(): Sketch[] {
  const { ledger, headsAsOf } = openLate();
  const scene = { ledger, file: headsAsOf(3), policy: defaultPolicy() };
  return [
    sketch(
      scene,
      'cited-head-earlier-that-names-the-withdrawal',
      'A disclosure of batch 4 cites a result; the head of its stream as of batch 3 cannot show what is the newest, but that this is not.',
      ['not-verified', 'currentness fail basis-superseded'],
    ),
    sketch(
      scene,
      'cited-head-earlier-that-names-the-withdrawal-not-asked',
      'The same under a policy that does not ask for the newest version.',
      ['verified', 'currentness warn basis-superseded'],
      { policy: { newest: 'not-asked' } },
    ),
  ];
}

/** A disclosure of batch 4 that cites a result which was withdrawn in batch 3, with the result's head as of any batch. */
function openLate() {
  const market = openMarket();
  const { ledger, parties, inventory } = market;
  addVersion(market, parties.company, inventory, { change: 'withdrawal', reason: 'wrong meter' });
  const late = signRecord({
    by: parties.company,
    kind: 'disclosure',
    subject: 'exchange/late',
    sources: [inventory],
    entries: [cite(inventory, 'total', '22.5')],
  });
  sealBatch(ledger, [late]);
  const shown = showMarket(market, { subject: late, heads: [] });
  const headsAsOf = (number: number): typeof shown => ({
    ...shown,
    heads: [showHead(ledger, late, 4), showHead(ledger, inventory, number)],
  });
  return { ledger, headsAsOf };
}
