import { COMPANY, retiredFor, type TestEntry } from '../../dataset.ts';
import {
  changeActivity,
  inUnit,
  isOf,
  replaceActivity,
  stating,
  times,
  valued,
  without,
  type Fault,
} from '../fault.ts';

const isInstrument = isOf('instrument');

/** Certificates and contracts that count twice, or not at all. */
export const INSTRUMENTS: readonly Fault[] = [
  changeActivity('a certificate that was not retired', isInstrument, without('retirement')),
  changeActivity(
    'a certificate retired for another',
    isInstrument,
    stating({ retirement: retiredFor('urn:example:other') }),
  ),
  changeActivity(
    'a certificate retired before its vintage',
    isInstrument,
    stating({ retirement: retiredFor(COMPANY, '2022-02-15') }),
  ),
  changeActivity('a certificate of another year', isInstrument, stating({ vintage: '2019' })),
  changeActivity('more certificates than use', isInstrument, times(40)),
  changeActivity('a certificate for more than any plant makes', isInstrument, valued('200000000')),
  changeActivity('an offset as a certificate', isInstrument, inUnit('t{CO2e}')),
  replaceActivity('the same certificate twice', isInstrument, (row) => [
    row,
    { ...row, key: `${row.key}/again` },
  ]),
  replaceActivity('the serials of another certificate', isInstrument, (row) => [
    row,
    { ...row, key: 'certificate/wind-3', detail: { ...row.detail, id: 'wind-3' } },
  ]),
  replaceActivity('serials that overlap those of another certificate', isInstrument, (row) => [
    row,
    retiring({ serials: [{ from: serialOf(row, 1), to: serialOf(row, 2) }] })({
      ...row,
      key: 'certificate/wind-3',
      value: '2',
      detail: { ...row.detail, id: 'wind-3' },
    }),
  ]),
  replaceActivity('the serials of another certificate, spelled differently', isInstrument, (row) => [
    row,
    retiring({
      registry: 'A  REGISTRY',
      serials: [{ from: serialOf(row, 1).toLowerCase(), to: serialOf(row, 2).toLowerCase() }],
    })({ ...row, key: 'certificate/wind-3', value: '2', detail: { ...row.detail, id: 'wind-3' } }),
  ]),
  changeActivity('fewer serials than certificates', isInstrument, (row) =>
    retiring({ serials: [{ from: serialOf(row, 1), to: serialOf(row, 2) }] })(row),
  ),
  changeActivity('serials that descend', isInstrument, (row) =>
    retiring({ serials: [{ from: serialOf(row, 2), to: serialOf(row, 1) }] })(row),
  ),
  changeActivity('serials of two series in one range', isInstrument, (row) =>
    retiring({ serials: [{ from: serialOf(row, 1), to: 'X-9' }] })(row),
  ),
  changeActivity('serials as one text', isInstrument, (row) => retiring({ serials: ['W-1 to W-9'] })(row)),
  changeActivity('a retirement without its registry', isInstrument, retiring({ registry: undefined })),
  changeActivity('a retirement without its organisation', isInstrument, retiring({ for: undefined })),
  replaceActivity('a contract beside its certificates', isInstrument, (row) => [
    stating({ contract: 'contract-1' })(row, undefined as never),
    contractOf(row),
  ]),
  replaceActivity('a contract that does not name its certificates', isInstrument, (row) => [
    row,
    contractOf(row),
  ]),
  changeActivity('a certificate of another country', isInstrument, stating({ geography: 'US' })),
];

/** Changes members of the retirement of a certificate. */
function retiring(members: Readonly<Record<string, unknown>>): (row: TestEntry) => TestEntry {
  return (row) => ({
    ...row,
    detail: { ...row.detail, retirement: { ...(row.detail!['retirement'] as object), ...members } },
  });
}

function serialOf({ detail }: TestEntry, number: number): string {
  return `W-${String(detail!['id']).slice(-1)}-${number}`;
}

/** Returns a contract for 5 MW.h, in the place and the factor of a certificate. */
function contractOf(row: TestEntry): TestEntry {
  const { retirement: _retirement, ...detail } = row.detail!;
  return { ...row, key: 'contract/1', value: '5', detail: { ...detail, id: 'contract-1', kind: 'contract' } };
}
