import type { Entry } from '../../../core/records/entry.ts';
import { buildBundle, showHead, showRecord } from '../../helpers/bundle-builder.ts';
import { createLedger, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { type SignedRecord, makeEntry, signRecord } from '../../helpers/signed-record.ts';
import { cite, defaultPolicy, openMarket, showMarket } from '../verify/market.ts';
import { type Scene, type Sketch, sketch } from './sketch.ts';

type Fault = readonly [
  name: string,
  says: string,
  check: string,
  code: string,
  entriesOf: (inventory: SignedRecord) => Entry[],
];

const OTHER = `0x${'1'.repeat(64)}` as const;

/** Returns an entry whose detail has this derivation. */
function derive(derivation: unknown): Entry {
  return { ...makeEntry('total', '22.5'), detail: { derivation } as Entry['detail'] };
}

/** Citations that cannot be followed, or that say something else than the result (§10). */
const FAULTS: readonly Fault[] = [
  [
    'citation-without-key',
    'A citation names a result and no key.',
    'format',
    'citation-malformed',
    ({ id }) => [derive({ result: id })],
  ],
  [
    'citation-of-no-record-id',
    'A citation names something other than a record id.',
    'format',
    'citation-malformed',
    () => [derive({ result: 'inventory', key: 'total' })],
  ],
  [
    'citation-with-an-invalid-key',
    'A citation names a key that is not valid.',
    'format',
    'citation-malformed',
    ({ id }) => [derive({ result: id, key: 'to tal' })],
  ],
  [
    'citation-with-result-null',
    'The result of a citation is null.',
    'format',
    'citation-malformed',
    () => [derive({ result: null, key: 'total' })],
  ],
  [
    'citation-relabelled-without-reason',
    'A figure is shown under another key, and the reason is blank.',
    'format',
    'citation-malformed',
    (inventory) => [cite(inventory, 'all', '22.5', { key: 'total', relabelled: ' ' })],
  ],
  [
    'citation-relabelled-by-a-number',
    'The reason for another key is a number.',
    'format',
    'citation-malformed',
    (inventory) => [cite(inventory, 'all', '22.5', { key: 'total', relabelled: 1 })],
  ],
  [
    'citation-of-no-source',
    'A disclosure cites a record that is not among its sources.',
    'sources',
    'citation-source',
    (inventory) => [cite({ ...inventory, id: OTHER }, 'total', '22.5')],
  ],
  [
    'citation-under-another-key',
    'A disclosure shows a figure under another key, and does not say why.',
    'sources',
    'citation-key',
    (inventory) => [cite(inventory, 'all', '22.5', { key: 'total' })],
  ],
  [
    'citation-of-a-figure-that-is-not-there',
    'A cited figure is not in the result, all of whose entries are shown.',
    'reperformance',
    'citation-absent',
    (inventory) => [cite(inventory, 'scope9', '22.5')],
  ],
  [
    'citation-with-another-value',
    'A figure has another value than the one that it cites.',
    'reperformance',
    'figure-differs',
    (inventory) => [cite(inventory, 'total', '2.5')],
  ],
  [
    'citation-with-another-unit',
    'A figure has another unit than the one that it cites.',
    'reperformance',
    'figure-differs',
    (inventory) => [{ ...cite(inventory, 'total', '22.5'), unit: 'kg{CO2e}' }],
  ],
  [
    'citation-with-another-period',
    'A figure is about another period than the one that it cites.',
    'reperformance',
    'figure-differs',
    (inventory) => [{ ...cite(inventory, 'total', '22.5'), until: 1735689601 }],
  ],
];

/** Returns the vectors of citations, and of the sources of a subject. */
export function listCitationCases(): Sketch[] {
  const faults = FAULTS.map(([name, says, check, code, entriesOf]) =>
    sketch(disclose(entriesOf), name, says, ['not-verified', `${check} fail ${code}`]),
  );
  return [...faults, ...listSoundCitations(), ...listForeignCitations(), ...listSourceCases()];
}

function disclose(entriesOf: (inventory: SignedRecord) => Entry[], open = true): Scene {
  const market = openMarket(entriesOf);
  return { ledger: market.ledger, file: showMarket(market, { open }), policy: defaultPolicy() };
}

function listSoundCitations(): Sketch[] {
  const relabelled = disclose((inventory) => [
    cite(inventory, 'all', '22.5', { key: 'total', relabelled: 'the name in this exchange' }),
  ]);
  const uncited = disclose((inventory) => [cite(inventory, 'scope1', '12.5'), makeEntry('bonus', '0')]);
  const hidden = disclose((inventory) => [cite(inventory, 'scope9', '22.5')], false);
  const market = openMarket((inventory) => [cite(inventory, 'scope9', '22.5')]);
  const absent = {
    ...showMarket(market),
    records: [
      showRecord(market.ledger, market.disclosure, { all: true }),
      showRecord(market.ledger, market.inventory, { absent: ['scope9'] }),
    ],
  };
  return [
    sketch(
      disclose((inventory) => [cite(inventory, 'total', '22.5')]),
      'citation',
      'A disclosure cites a figure that the result shows.',
      ['verified', 'sources pass ok'],
    ),
    sketch(relabelled, 'citation-relabelled', 'A disclosure shows a figure under another key and says why.', [
      'verified',
      'sources pass ok',
    ]),
    sketch(
      hidden,
      'citation-of-a-hidden-figure',
      'A disclosure cites a figure, and the result shows no entries: nothing can be compared.',
      ['verified', 'sources pass ok'],
    ),
    sketch(
      { ledger: market.ledger, file: absent, policy: defaultPolicy() },
      'citation-of-an-absent-figure',
      'A disclosure cites a figure that the result is proven not to have.',
      ['not-verified', 'reperformance fail citation-absent'],
    ),
    sketch(uncited, 'figure-uncited', 'A disclosure shows a figure that cites nothing.', [
      'verified',
      'reperformance warn figure-uncited',
    ]),
    sketch(
      uncited,
      'figure-uncited-and-required',
      'The same under a policy that requires reperformance.',
      ['not-verified', 'reperformance fail figure-uncited'],
      { policy: { require: ['reperformance'] } },
    ),
  ];
}

/** Disclosures that cite something other than a result of their own party. */
function listForeignCitations(): Sketch[] {
  const list = (
    name: string,
    says: string,
    kind: 'result' | 'dataset',
    by: 'company' | 'stranger',
  ): Sketch => {
    const market = openMarket();
    const { ledger, parties } = market;
    if (by === 'stranger') registerParty(ledger, 'urn:other-company', 'company');
    const owner = by === 'company' ? parties.company : registerParty(ledger, 'urn:other-company', 'company');
    const cited = signRecord({ by: owner, kind, subject: 'foreign', entries: [makeEntry('total', '1')] });
    const disclosure = signRecord({
      by: parties.company,
      kind: 'disclosure',
      subject: 'second',
      sources: [cited],
      entries: [cite(cited, 'total', '1')],
    });
    sealBatch(ledger, [cited, disclosure]);
    const file = showMarket(market, { subject: disclosure, also: [cited] });
    return sketch(
      { ledger, file: { ...file, records: [file.records[0]!, file.records[2]!] }, policy: defaultPolicy() },
      name,
      says,
      ['not-verified', 'sources fail citation-source'],
    );
  };
  return [
    list('citation-of-another-party', 'A disclosure cites a result of another party.', 'result', 'stranger'),
    list('citation-of-a-dataset', 'A disclosure cites a row of a dataset.', 'dataset', 'company'),
  ];
}

/** Sources down to the depth of the policy, and their batches. */
function listSourceCases(): Sketch[] {
  const ledger = createLedger();
  const by = registerParty(ledger, 'urn:company', 'company');
  const chain: SignedRecord[] = [];
  for (let index = 0; index < 4; index++) {
    const record = signRecord({ by, kind: 'result', subject: `step/${index}`, sources: chain.slice(-1) });
    sealBatch(ledger, [record]);
    chain.push(record);
  }
  const shown = chain.slice(1).reverse();
  const file = {
    ...buildBundle(shown.map((record) => showRecord(ledger, record))),
    heads: [showHead(ledger, shown[0]!, ledger.batches.length)],
  };
  const scene = { ledger, file, policy: defaultPolicy() };
  const made = (order: 'later' | 'same'): Scene => {
    const own = createLedger();
    registerParty(own, 'urn:company', 'company');
    const source = signRecord({ by, kind: 'result', subject: 'source' });
    const subject = signRecord({ by, kind: 'result', subject: 'made', sources: [source] });
    for (const records of order === 'later' ? [[subject], [source]] : [[subject, source]])
      sealBatch(own, records);
    return {
      ledger: own,
      file: {
        ...buildBundle([subject, source].map((record) => showRecord(own, record))),
        heads: [showHead(own, subject, own.batches.length)],
      },
      policy: defaultPolicy(),
    };
  };
  const depths = [0, 1, 2].map((depth) =>
    sketch(
      scene,
      `sources-of-depth-${depth}`,
      `The file has the sources down to depth 2; the policy asks for depth ${depth}.`,
      ['verified', 'sources pass ok'],
      { policy: { depth } },
    ),
  );
  return [
    ...depths,
    sketch(
      scene,
      'source-missing-below',
      'A source at depth 3 is not in the file, as the policy asks.',
      ['not-verified', 'sources fail source-missing'],
      { policy: { depth: 3 } },
    ),
    sketch(
      scene,
      'source-missing',
      'The source of the subject is not in the file.',
      ['not-verified', 'sources fail source-missing'],
      { file: ({ records, ...others }) => ({ ...others, records: records.slice(0, 1) }) },
    ),
    sketch(made('later'), 'source-later', 'The source was sealed in a later batch than the subject.', [
      'not-verified',
      'sources fail source-later',
    ]),
    sketch(
      made('same'),
      'source-in-the-same-batch',
      'The source was sealed in the same batch as the subject.',
      ['verified', 'sources pass ok'],
    ),
    sketch(
      scene,
      'faults-required-and-unnamed',
      'The policy requires the check faults and names no contract for it.',
      ['unchecked', 'faults skipped no-faults'],
      { policy: { require: ['faults'] } },
    ),
    sketch(
      scene,
      'faults-required',
      'The policy requires the check faults, which this version does not make.',
      ['unchecked', 'faults skipped not-in-this-version'],
      {
        policy: {
          faults: { address: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512', codeHash: null },
          require: ['faults'],
        },
      },
    ),
  ];
}
