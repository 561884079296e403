import { SMALL_MRIO } from '../engine/trade/small-mrio.ts';
import { rowsOf } from '../engine/trade/small-table.ts';
import { copyFile, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { utils, write } from '@e965/xlsx';
import { encryptKeystoreJson, Wallet } from 'ethers';
import { hashSealed } from '../../core/batches/batch.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import { nameProof } from '../../devnet/example/proofs.ts';
import { formatSecret, signHeaders } from '../../server/webhooks/webhook-signature.ts';
import { YEAR_2023 } from '../engine/dataset.ts';
import { makeTrade } from '../helpers/trade-documents.ts';
import { makeZip } from '../helpers/zip-file.ts';
import { formatExiobase } from '../tables/mrio/exiobase-files.ts';
import { exchange, makePackage, process } from '../tables/processes/made-package.ts';
import { makeTable } from '../tables/mrio/made-table.ts';
import { formatOecd } from '../tables/mrio/oecd-files.ts';
import { type LedgerHome, nameHome } from '../../devnet/stack/ledger-home.ts';

const DATA = fileURLToPath(new URL('../../data', import.meta.url));

/** A proof file that a program has formatted. */
async function formatReceived({ example }: LedgerHome): Promise<string> {
  const file = await readFile(join(example, nameProof('inventory')), 'utf8');
  return `${JSON.stringify(JSON.parse(file), null, 2)}\n`;
}

/** The entries of the activity data behind the worked example's inventory; its proof file shows all of them. */
async function formatRows({ example }: LedgerHome): Promise<string> {
  const { records } = parseBundle(await readFile(join(example, nameProof('inventory'))));
  const activity = records.find(({ entries }) =>
    entries.shown.some(({ key }) => key.startsWith('electricity/')),
  );
  if (activity?.entries.all !== true) throw new Error('the proof file does not show all activity data');
  return activity.entries.shown.map(({ siblings: _, ...entry }) => `${JSON.stringify(entry)}\n`).join('');
}

/** Writes the files that the examples of `--help` name and that no line of them makes. `home` is the folder of the ledger. */
export async function writeExampleFiles(folder: string, home: string, password: string): Promise<void> {
  const ledgerHome = nameHome(home);
  await mkdir(join(folder, '.carbon-ledger'));
  for (const empty of ['results', 'findings']) await mkdir(join(folder, empty));
  await symlink(join(home, 'publication'), join(folder, 'publication'));
  const copies = { ...listDataFiles(), ...listLedgerFiles(ledgerHome) };
  for (const [name, from] of Object.entries(copies)) await copyFile(from, join(folder, name));
  const contents = {
    password,
    'company.key.json': await makeKeystore(password),
    'centre.key.json': await makeKeystore(password),
    'meters.ndjson': formatMeters(),
    'fuels.xlsx': formatFuels(),
    'eu27.csv': 'member,group\nAT,EU27\n',
    'spreads.csv': 'stressor,region,spread\nCO2,,5%\nCO2,CN,10%\n',
    'IOT_2019_ixi.zip': makeZip(formatExiobase(makeTable())),
    'ICIO2021_2017.csv': formatOecd(['AUS', 'ROU']),
    'ICIO2021_2018.csv': formatOecd(['AUS']),
    'uslci.zip': makeZip(makePackage([process('mill', [exchange('flour', 1, 'kg')])])),
    'mill.csv': 'Database,mill\n\nActivity,Flour\nunit,kilogram\n',
    'received.carbon-proof.json': await formatReceived(ledgerHome),
    'activity.rows.ndjson': await formatRows(ledgerHome),
    ...makeReceived(),
    ...(await makeFactorFiles()),
    ...(await makeProtocolFiles(ledgerHome)),
  };
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content);
  await writeTable(folder);
}

/** Writes a small table of two regions, whose matrices are documents in a folder. */
async function writeTable(folder: string): Promise<void> {
  const { documents, entries } = makeTrade(['CN', 'DE'], 3);
  await mkdir(join(folder, 'matrices'));
  for (const { sha256, bytes } of documents)
    await writeFile(join(folder, `matrices/${sha256.slice(0, 8)}.mtx`), bytes);
  await writeFile(
    join(folder, 'table.ndjson'),
    entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  );
  await writeFile(join(folder, 'trade.json'), JSON.stringify({ period: YEAR_2023 }));
}

function listDataFiles(): Record<string, string> {
  return {
    'activity.csv': join(DATA, 'activity-2023.csv'),
    'grid-2022.csv': join(DATA, 'grid-factors-cn-2022.csv'),
    'grid-2023.csv': join(DATA, 'grid-factors-cn-2023.csv'),
    'gwp-ar6.csv': join(DATA, 'gwp-ar6.csv'),
    '2023.json': join(DATA, 'inventory-2023.json'),
    'engine.mjs': join(DATA, '../engines/next.mjs'),
  };
}

function listLedgerFiles({ ledgerFile, example, keys }: LedgerHome): Record<string, string> {
  return {
    '.carbon-ledger/ledger.json': ledgerFile,
    'registrar.key.json': join(keys, 'registrar.key'),
    'auditor.key': join(keys, 'auditor.key'),
    'p.key': join(keys, 'provider.key'),
    'inventory.carbon-proof.json': join(example, nameProof('inventory')),
    'old.carbon-proof.json': join(example, nameProof('inventory')),
    'restated.carbon-proof.json': join(example, nameProof('inventory-restated')),
  };
}

/** Makes a key whose file opens in a few milliseconds. `ledger key new` makes keys that take a second, on purpose. */
async function makeKeystore(password: string): Promise<string> {
  const { address, privateKey } = Wallet.createRandom();
  return encryptKeystoreJson({ address, privateKey }, password, { scrypt: { N: 1024, r: 8, p: 1 } });
}

/** Makes a table with all factors that an inventory needs, a table with another factor, and the parameters of scope 2. */
async function makeFactorFiles(): Promise<Record<string, string>> {
  const read = (name: string): Promise<string> => readFile(join(DATA, name), 'utf8');
  const grid = await read('grid-factors-cn-2023.csv');
  const others = [await read('fuel-defaults-ipcc-2006.csv'), await read('gwp-ar5.csv')];
  const { period, rounding, ...own } = JSON.parse(await read('inventory-2023.json')) as Record<
    string,
    unknown
  >;
  return {
    'factors.csv': [grid, ...others.map(cutHeader)].join(''),
    'grid-other.csv': grid.replace('CN/2023/average,0.5306,', 'CN/2023/average,0.5307,'),
    'scope2.json': JSON.stringify({ period, grids: own['grids'], entities: own['entities'], rounding }),
    'intervals.json': JSON.stringify({
      ...{ period, rounding, approach: 'both', draws: 1000 },
      method: 'inventory@2',
      parameters: own,
    }),
    'panorama.json': JSON.stringify({
      ...{ period, rounding },
      lines: [{ about: 'works', account: 'production', line: 'scope-1', figures: ['scope1/total'] }],
    }),
    'regions.csv': formatRegions(),
  };
}

function cutHeader(table: string): string {
  return table.slice(table.indexOf('\n') + 1);
}

/** Returns a table of two regions, a row for each cell. */
function formatRegions(): string {
  const stressors = { CO2: 'kg{CO2}', CH4: 'kg{CH4}' };
  const lines = rowsOf({ ...SMALL_MRIO, stressors }).map(({ key, value, unit, detail }) => {
    const quoted = JSON.stringify(detail).replaceAll('"', '""');
    return `${key},${String(value)},${unit},2023-01-01,2024-01-01,"${quoted}"\n`;
  });
  return ['key,value,unit,from,until,detail\n', ...lines].join('');
}

/** Returns the consumption of two electricity meters: one record a line. */
function formatMeters(): string {
  const detail = { row: 'electricity-use', category: 'purchased electricity', geography: 'CN' };
  const row = { key: 'electricity/consumption', value: '480.5', unit: 'MW.h', detail };
  const entry = { ...row, from: 1672531200, until: 1704067200 };
  const lines = ['meter-1/2023', 'meter-2/2023'].map((subject) => ({ subject, entries: [entry] }));
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Returns a workbook with two fuels in tonnes. */
function formatFuels(): Uint8Array {
  const rows = [
    ['Fuel', 'Tonnes'],
    ['anthracite', 12500],
    ['lignite', 320.5],
  ];
  const book = utils.book_new(utils.aoa_to_sheet(rows), 'fuels');
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array;
}

/** Returns what a receiver of webhooks got in 2024, and its secret. */
function makeReceived(): Record<string, string> {
  const [key, body] = [new Uint8Array(32).fill(1), '{"type":"webhook.test","data":{}}'];
  const headers = Object.entries(signHeaders({ id: 'test_1', timestamp: 1_710_000_000, body }, [key]));
  return {
    'body.json': body,
    'headers.txt': headers.map(([name, value]) => `${name}: ${value}\n`).join(''),
    'receiver.secret': `${formatSecret(key)}\n`,
  };
}

/** Makes files of the worked example for `ledger debug`: a record, the proof that it is in its batch, and all headers. */
async function makeProtocolFiles({ example, publication }: LedgerHome): Promise<Record<string, string>> {
  const { records } = parseBundle(await readFile(join(example, nameProof('disclosure'))));
  const { id, record, signature, inclusion } = records[0]!;
  const { header, proof } = inclusion;
  const leaf = hashSealed({ record: id, signature });
  return {
    'record.json': JSON.stringify(record),
    'proof.json': JSON.stringify({ root: header.records, leaf, proof, recordCount: header.recordCount }),
    'headers.json': JSON.stringify(await readHeaders(join(publication, 'batches'))),
  };
}

/** Reads the headers of all batches in a publication, the first batch first. */
async function readHeaders(folder: string): Promise<unknown[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => (JSON.parse(text) as { readonly header: unknown }).header);
}
