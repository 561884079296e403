import inventory2023 from '../../data/inventory-2023.json' with { type: 'json' };
import type { Step } from './example-desk.ts';

/** An example as help prints it, with the names of what replaces its ids and addresses. */
function example(line: string, ...fill: readonly string[]): Step {
  return { line, isExample: true, fill, exit: 0 };
}

/** A line that no help prints, but that an example after it needs. */
function also(line: string, ...fill: readonly string[]): Step {
  return { ...example(line, ...fill), isExample: false };
}

const HASHES = [
  example(`echo '"12.5"' | ledger debug hash decimal -`),
  example(`echo '"lei:529900T8BM49AURSDO55"' | ledger debug hash party -`),
  example('ledger debug hash record record.json --json'),
  example('ledger debug check tree proof.json'),
  example('ledger debug check chain headers.json --json'),
];

const KEYS = [
  { ...example('ledger key show company.key.json'), keep: 'company key' },
  { ...also('ledger key show auditor.key'), keep: 'auditor key' },
  { ...also('ledger key show p.key'), keep: 'provider key' },
  { ...also('ledger key show centre.key.json'), keep: 'centre key' },
];

const POLICIES = [
  example('ledger policy init --rpc https://node.example.org --ledger 0x…', 'ledger'),
  example(
    'ledger policy init --rpc https://a.example.org https://b.example.org --quorum 2 --ledger 0x… -o policy.json',
    'ledger',
  ),
];

/** The other parties are registered before the company, so they can write when the company can. */
const PARTIES = [
  also('ledger party register demo:company 0x… --role company --key registrar.key.json', 'company key'),
  also('ledger party register demo:provider 0x… --role provider --key registrar.key.json', 'provider key'),
  also(
    'ledger party register urn:example.org:auditor 0x… --role auditor --key registrar.key.json',
    'auditor key',
  ),
  also('ledger party register demo:auditor 0x… --key registrar.key.json', 'auditor key'),
  also('ledger party register urn:example.org:centre 0x… --key registrar.key.json', 'centre key'),
  example('ledger party open-role demo:auditor auditor --key registrar.key.json'),
  {
    ...example(
      'ledger party register lei:529900T8BM49AURSDO55 0x… --role company --key registrar.key.json',
      'company key',
    ),
    keep: 'company',
  },
];

const DATASETS = [
  example(
    'ledger dataset import activity.csv --dataset activity --provider "Example Ltd" --licence internal -o activity.ndjson',
  ),
  example(
    'ledger dataset import fuels.xlsx --dataset activity --provider "Example Ltd" --licence internal --map Fuel=detail.fuel --map Tonnes=value --set unit=t --set detail.row=fuel-use --set detail.category=1.A.2 --set detail.geography=CN --set "key=fuel/{Fuel}" --set period=2023 --json',
  ),
  example('ledger dataset propose activity.csv -o activity.mapping.json'),
  example('ledger dataset propose fuels.xlsx --names Fuel -o fuels.mapping.json --json'),
  example('ledger dataset table exiobase IOT_2019_ixi.zip --licence CC-BY-SA-4.0 --out exiobase-2019'),
  also('ledger dataset table oecd ICIO2021_2017.csv --licence "OECD terms" --out icio-2017'),
  example(
    'ledger dataset table oecd ICIO2021_2018.csv --licence "OECD terms" --out icio-2018 --previous icio-2017/table.ndjson --accept-missing region/ROU --json',
  ),
  example(
    'ledger dataset processes openlca uslci.zip --provider NREL --licence "USLCI terms" -o uslci.ndjson',
  ),
  example(
    'ledger dataset processes brightway mill.csv --provider "Example Mill" --licence internal -o mill.ndjson --json',
  ),
  example('ledger dataset template inventory@2 -o inventory.xlsx'),
  example('ledger dataset template combustion@2 --sites activity.ndjson --language zh -o ranliao.xlsx'),
  example('ledger dataset template inventory@2 --rows fuel-use --rows electricity-use --json'),
  example('ledger dataset show activity.ndjson'),
  also(
    'ledger dataset import grid-2022.csv --dataset power --provider A --licence facts -o grid-2022.ndjson',
  ),
  also(
    'ledger dataset import grid-2023.csv --dataset power --provider A --licence facts -o grid-2023.ndjson',
  ),
  // The rows differ.
  { ...example('ledger dataset diff grid-2022.ndjson grid-2023.ndjson'), exit: 1 },
  also(
    'ledger dataset import grid-2023.csv --dataset power --provider "Ministry of Ecology" --licence facts -o a.ndjson',
  ),
  also('ledger dataset import grid-other.csv --dataset power --provider B --licence facts -o b.ndjson'),
  example('ledger dataset fuse a.ndjson b.ndjson --prefer "Ministry of Ecology" -o fused.ndjson'),
];

const RECORDS = [
  example(
    'ledger record build --party lei:529900T8BM49AURSDO55 --kind dataset --subject activity/2023 --entries activity.csv --title "Activity data 2023" --period 2023 -o activity.record.json',
  ),
  example('ledger record sign activity.record.json --key company.key.json'),
  example('LEDGER_KEY_PASSWORD=… ledger record sign activity.record.json --key company.key.json --json'),
  example('ledger record register activity.record.json'),
  example('ledger record register activity.record.json --no-entries --json'),
  {
    ...example(
      'ledger dataset register activity.ndjson --party lei:529900T8BM49AURSDO55 --subject activity/2023 --title "Activity data 2023" --period 2023 --key company.key.json -o activity.record.json',
    ),
    keep: 'activity data',
  },
  also('ledger dataset import grid-2023.csv --dataset power --provider A --licence facts -o grid.ndjson'),
  {
    ...example(
      'ledger dataset register grid.ndjson --party demo:provider --subject grid-factors/cn --public --key p.key -o grid.record.json --json',
    ),
    keep: 'grid factors',
  },
  example('ledger record register grid.record.json activity.record.json --url https://ledger.example.org'),
  example(
    'ledger record build --party demo:company --kind dataset --period 2023 --each meters.ndjson -o year.ndjson',
  ),
  example('ledger record sign --bulk year.ndjson --key company.key.json'),
  example('ledger record register --bulk year.ndjson'),
];

const DOCUMENTS = [
  { ...example('ledger document send activity.csv --key company.key.json'), keep: 'document' },
  example('ledger document send activity.csv --sha256 3f1d… --key company.key.json --json', 'document'),
  example('ledger document get 3f1d… -o activity-again.csv --key company.key.json', 'document'),
  example('ledger document get 3f1d… --key company.key.json --json', 'document'),
];

const READING = [
  example('ledger status'),
  example('ledger status --url https://ledger.example.org --json'),
  example('ledger party show lei:529900T8BM49AURSDO55'),
  example('ledger party show 0x58c1… --json', 'company'),
  { ...example('ledger record list'), lines: / (?:lei:529900T8BM49AURSDO55|demo:(?:company|provider)) / },
  example('ledger record show 0x…', 'activity data'),
  example('ledger record show 0x1f3a55c0 --json', 'activity data'),
  example('ledger record entries 0x… --key company.key.json', 'activity data'),
  example('ledger record entries 0x… --key company.key.json --out rows.ndjson', 'activity data'),
  example('ledger record entries 0x… --json', 'grid factors'),
  example('ledger dataset show 0x… --json', 'grid factors'),
  example('ledger dataset diff 0x… grid-2023.ndjson --json', 'grid factors'),
  example('ledger dataset fuse 0x… b.ndjson --prefer A --prefer B -o fused.ndjson --json', 'grid factors'),
];

/** Figures are computed from anchored records. */
const RESULT = [
  example('ledger methods'),
  example('ledger methods inventory@2'),
  example('ledger methods --json'),
  example('ledger compute inventory@2 activity.csv factors.csv --parameters 2023.json'),
  example('ledger compute inventory@2 activity.csv factors.csv --parameters 2023.json --strict'),
  // The factors are of 2006 and of CO2 alone, and the parameters accept no warning.
  {
    ...example(
      'ledger compute inventory@2 activity.csv factors.csv --parameters 2023.json --refuse-warnings',
    ),
    exit: 2,
  },
  example('ledger compute uncertainty@1 activity.csv factors.csv --parameters intervals.json --threads 2'),
  example('ledger compute trade@1 exiobase-2019 gwp-ar6.csv --groups eu27.csv'),
  example('ledger compute trade@1 exiobase-2019 gwp-ar6.csv spreads.csv --groups eu27.csv --intervals 1'),
  example('ledger compute trade@1 regions.csv --parameters trade.json --out flows.svg'),
  example('ledger ask --types'),
  example('ledger mcp --tools'),
  example('ledger mcp --tools --json'),
  example(
    'ledger ask "For whom does each region emit?" regions.csv --method trade@1 --parameters trade.json',
  ),
  example(
    'ledger ask "排放是为谁产生的？" regions.csv --method trade@1 --parameters trade.json --language zh',
  ),
  example(
    'ledger ask "For whom?" regions.csv --form for-whom --method trade@1 --parameters trade.json --json',
  ),
  example(
    'ledger ask "For whom?" regions.csv --form for-whom --method trade@1 --parameters trade.json --out for-whom.carbon-answer.json',
  ),
  example('ledger verify for-whom.carbon-answer.json'),
  example('ledger agents evaluate --only plant-year --seed 7 --json'),
  {
    ...example(
      'ledger agents evaluate --model http://localhost:11434/v1 --model-name MODEL --agree localhost:11434 --results scores.ndjson',
    ),
    exit: 1,
  },
  example(
    'ledger compute trade@1 table.ndjson --parameters trade.json --documents matrices --solution solution.mtx',
  ),
  {
    ...also(
      'ledger record build --party demo:provider --kind dataset --subject factors/2023 --entries factors.csv --public -o factors.record.json',
    ),
    keep: 'factors',
  },
  also('ledger record sign factors.record.json --key p.key'),
  also('ledger record register factors.record.json'),
  also('ledger proof 0x… --wait anchored -o activity.carbon-proof.json', 'activity data'),
  also('ledger proof 0x… --wait anchored -o factors.carbon-proof.json', 'factors'),
  example(
    'ledger compute scope2@2 0x… 0x… --parameters scope2.json --key company.key.json --json',
    'activity data',
    'grid factors',
  ),
  example(
    'ledger compute inventory@2 0x… 0x… --parameters 2023.json --key company.key.json --record inventory.record.json --party lei:529900T8BM49AURSDO55 --subject inventory/2023 --title "Inventory 2023"',
    'activity data',
    'factors',
  ),
  also('ledger record sign inventory.record.json --key company.key.json'),
  { ...also('ledger record register inventory.record.json'), keep: 'inventory' },
];

/** The proof files are those of the worked example. */
const FIGURES = [
  example('ledger explain inventory.carbon-proof.json total/location'),
  example('ledger explain 0x… scope2/market --key company.key.json --json', 'inventory'),
  example('ledger explain inventory.carbon-proof.json scope2/market --row electricity/consumption'),
  example('ledger reperform inventory.carbon-proof.json'),
  example('ledger reperform inventory.carbon-proof.json --rows activity.rows.ndjson'),
  example('ledger reperform inventory.carbon-proof.json --documents matrices'),
  example('ledger reperform inventory.carbon-proof.json --engine engine.mjs --policy policy.json'),
  // The results differ.
  { ...example('ledger compare inventory.carbon-proof.json restated.carbon-proof.json'), exit: 1 },
  example('ledger compare 0x… inventory.record.json --key company.key.json --json', 'inventory'),
];

const DISCLOSURE = [
  example(
    'ledger disclose 0x… --entries scope2/market --key company.key.json --party lei:529900T8BM49AURSDO55 --subject open-carbon-exchange/2023 --title "Disclosure 2023" --to urn:example.org:open-carbon-exchange -o disclosure.record.json',
    'inventory',
  ),
  example(
    'ledger disclose inventory.record.json --entries scope1/total --document for-whom.carbon-answer.json --party lei:529900T8BM49AURSDO55 --subject open-carbon-exchange/2023 -o disclosure.record.json',
  ),
  example(
    'ledger disclose inventory.record.json --entries scope1/total,scope2/market --party lei:529900T8BM49AURSDO55 --subject open-carbon-exchange/2023 -o disclosure.record.json --json',
  ),
  also('ledger record sign disclosure.record.json --key company.key.json'),
  { ...also('ledger record register disclosure.record.json'), keep: 'disclosure' },
  example('ledger record list --party lei:529900T8BM49AURSDO55 --kind disclosure'),
  example('ledger record list --to urn:example.org:open-carbon-exchange --state final --since 2024-01-31'),
  example('ledger record list --kind result --since 2024-01-01 --until 2025-01-01'),
];

const ASSURANCE = [
  example(
    'ledger record build --party demo:auditor --kind assurance --answers 0x… --level limited --scope "scope 1 and 2" --opinion unqualified -o assurance.record.json',
    'disclosure',
  ),
  also('ledger record sign assurance.record.json --key auditor.key'),
  also('ledger record register assurance.record.json'),
  example(
    'ledger record build --party demo:auditor --kind assurance --answers 0x… --opinion withdrawn --reason "an error in the data" -o withdrawn.record.json',
    'disclosure',
  ),
];

const PROOFS = [
  example('ledger proof 0x… -o inventory.carbon-proof.json --wait', 'inventory'),
  example(
    'ledger proof 0x… --entries scope1/total --key company.key.json -o one-figure.carbon-proof.json',
    'inventory',
  ),
  example(
    'ledger proof 0x… --reperformable --key company.key.json -o for-the-auditor.carbon-proof.json',
    'inventory',
  ),
  example(
    'ledger proof 0x… --entries none --absent scope3/travel --key company.key.json -o absence.carbon-proof.json',
    'inventory',
  ),
  example('ledger ask "Which scope 1 does the record state?" one-figure.carbon-proof.json'),
  example('ledger ask "已登记的范围一排放是多少？" --language zh'),
  example('ledger proof normalise received.carbon-proof.json -o as-written.carbon-proof.json'),
  example('ledger proof normalise received.carbon-proof.json'),
  example('ledger verify inventory.carbon-proof.json'),
  example('ledger verify inventory.carbon-proof.json --rpc https://node.example.org --ledger 0x…', 'ledger'),
  example('ledger verify inventory.carbon-proof.json --policy policy.json --json'),
  example('ledger verify inventory.carbon-proof.json --policy policy.json --rows rows.ndjson'),
  example('ledger verify inventory.carbon-proof.json --policy policy.json --documents matrices'),
  example('ledger verify inventory.carbon-proof.json --policy policy.json --engine engine.mjs'),
  example('ledger verify inventory.carbon-proof.json --policy policy.json --language zh'),
  // The worked example is anchored when it is played, which is later than that.
  {
    ...example('ledger verify inventory.carbon-proof.json --policy policy.json --at 2024-12-31T23:59:59Z'),
    exit: 1,
  },
  example('ledger reperform inventory.record.json --key company.key.json'),
  example('ledger reperform 0x… --key company.key.json --json', 'inventory'),
];

const REPLAYS = [
  example('ledger replay --publication ./publication --policy policy.json'),
  example(
    'ledger replay --publication ./publication --rpc https://node.example.org --ledger 0x… --json',
    'ledger',
  ),
  example('ledger replay --publication ./publication --policy policy.json --fresh --threads 2'),
  example(
    'ledger replay --publication ./publication --policy policy.json --register --party demo:auditor --kind assurance --key auditor.key',
  ),
];

// Not what an auditor of the tours says about the figure at the same time.
const REFRESHES = [
  {
    ...example('ledger proof refresh old.carbon-proof.json --publication ./publication --policy policy.json'),
    lines: /^(?! *(?:answers|records) )/,
  },
  {
    ...example(
      'ledger proof refresh old.carbon-proof.json --publication ./publication --rpc https://node.example.org --ledger 0x… -o new.carbon-proof.json --json',
      'ledger',
    ),
    lines: /^ +"(?:basis|dropped|whyDropped|judges|replayedBy|notRenewed|findings|next)"/,
  },
];

/** What holds a replay needs one that is final. */
const REPLAYED = [
  { ...also('ledger record list --party demo:auditor --kind assurance --json'), keep: 'replay' },
  also('ledger proof 0x… --wait -o replay.carbon-proof.json', 'replay'),
  example(
    'ledger proof 0x… --history --complete --absent-stream result/inventory/2022 -o whole.carbon-proof.json',
    'inventory',
  ),
  example('ledger proof 0x… --replayed-by demo:auditor -o replayed.carbon-proof.json', 'inventory'),
  example('ledger proof 0x… --policy policy.json -o for-this-policy.carbon-proof.json', 'inventory'),
];

const DEPENDENTS = [
  example('ledger record list --source 0x… --limit 100 --json', 'inventory'),
  example('ledger factor search "natural gas" --place GB --year 2023'),
  example('ledger factor search --type grid-factor --place CN-31 --period 2023-05 --unit kgCO2/kWh'),
  example('ledger factor search HFC-134a --type gwp --offline --json'),
  example('ledger impact 0x…', 'inventory'),
  example('ledger impact 0x… --key company.key.json --json', 'inventory'),
  also(
    'ledger compute panorama@1 0x… --parameters panorama.json --key company.key.json --record panorama.record.json --party lei:529900T8BM49AURSDO55 --subject panorama/2023 --title "Panorama 2023"',
    'inventory',
  ),
  also('ledger record sign panorama.record.json --key company.key.json'),
  { ...also('ledger record register panorama.record.json'), keep: 'panorama' },
  example('ledger panorama 0x… --key company.key.json', 'panorama'),
  example('ledger panorama 0x… --key company.key.json --json', 'panorama'),
];

const EVENTS = [
  // Not what the tours and the regulator do at the same time.
  {
    ...example('ledger events --after 0 --once'),
    lines: /^(?!$|.* replay,|.* exchange\/|.*:my(?:company|audit) )/,
  },
  {
    ...example('ledger events --party 0x… --kind result,disclosure --after 0 --once --json', 'company'),
    lines: /"type"|"batch"|"record"|"kind"|"subject"/,
  },
];

const GRANTS = [
  example('ledger grant add 0x… urn:example.org:auditor --key company.key.json', 'inventory'),
  example('ledger grant list 0x… --key company.key.json --json', 'inventory'),
  example('ledger grant revoke 0x… urn:example.org:auditor --key company.key.json', 'inventory'),
];

const WEBHOOKS = [
  {
    ...example(
      'ledger webhook add https://hooks.example.org/ledger --owner lei:529900T8BM49AURSDO55 --key company.key.json --secret hook.secret',
    ),
    keep: 'webhook',
  },
  example('ledger webhook test 2c6f… --key company.key.json', 'webhook'),
  // There is an attempt once the ledger has made it. It has number 1 because no other webhook was added yet.
  { ...example('ledger webhook retry 2c6f… 1 --key company.key.json', 'webhook'), waits: true },
  example(
    'ledger webhook add https://hooks.example.org/own --owner lei:529900T8BM49AURSDO55 --party lei:529900T8BM49AURSDO55 --type record.accepted,batch.final --key company.key.json --secret own.secret --json',
  ),
  // In the order of their ids, which are random.
  { ...example('ledger webhook list --key company.key.json'), lines: / active / },
  // It has one attempt or two.
  { ...example('ledger webhook log 2c6f… --key company.key.json', 'webhook'), lines: /webhook/ },
  example('ledger webhook log 2c6f… --limit 100 --key company.key.json --json', 'webhook'),
  example('ledger webhook pause 2c6f… --key company.key.json', 'webhook'),
  example('ledger webhook resume 2c6f… --key company.key.json --json', 'webhook'),
  example('ledger webhook show 2c6f… --key company.key.json', 'webhook'),
  example('ledger webhook show 2c6f… --key company.key.json --json', 'webhook'),
  example('ledger webhook rotate 2c6f… --key company.key.json --secret next.secret', 'webhook'),
  example('ledger webhook remove 2c6f… --key company.key.json', 'webhook'),
  // It was sent years ago.
  { ...example('ledger webhook verify body.json --headers headers.txt --secret receiver.secret'), exit: 1 },
  example('ledger webhook verify body.json --headers headers.txt --secret receiver.secret --any-time --json'),
];

/** What two runs are computed from: one has other factors of warming. */
const SCENARIOS = JSON.stringify({
  runs: ['AR5', 'AR6'].map((gwpSet) => ({
    ...{ name: `with-${gwpSet}`, method: 'inventory@2', parameters: { ...inventory2023, gwpSet } },
    inputs: ['<activity data>', '<factors>'],
  })),
});

const FINDINGS = example(
  'ledger work run results.json -o findings --key company.key.json --party lei:529900T8BM49AURSDO55 --pool urn:example.org:centre --json',
);
const MORE_FINDINGS = also(
  'ledger work run results.json -o results --key company.key.json --party lei:529900T8BM49AURSDO55 --pool urn:example.org:centre',
);

/** A pool computes what the company asks for meanwhile. */
const WORK = [
  {
    ...example('ledger work run scenarios.json -o results --key company.key.json'),
    writes: { 'scenarios.json': SCENARIOS },
    // The factors have no set of AR6.
    exit: 1,
  },
  // No row states an uncertainty, so that nothing is drawn. Rows are named in the order of the ids of their records.
  {
    ...example(
      'ledger compute uncertainty@1 0x… 0x… --parameters intervals.json --key company.key.json --pool urn:example.org:centre',
      'activity data',
      'factors',
    ),
    lines: /^total\/location/,
  },
  also('ledger grant add 0x… urn:example.org:centre --key company.key.json', 'activity data'),
  also('ledger grant add 0x… urn:example.org:centre --key company.key.json', 'inventory'),
  {
    ...MORE_FINDINGS,
    ...{ begins: 'work', writes: { 'results.json': '{"results": ["<inventory>"]}' } },
  },
  // Its other lines have the memory that a unit takes.
  { ...example('ledger work list --key company.key.json'), lines: /^ +0x/ },
  example('ledger work cancel 2c6f… --key company.key.json', 'work'),
  { ...MORE_FINDINGS, exit: 1 },
  { ...MORE_FINDINGS, begins: 'work' },
  example('ledger worker --key centre.key.json --threads 2 --for lei:529900T8BM49AURSDO55 --until-empty'),
  MORE_FINDINGS,
  { ...FINDINGS, isExample: false, begins: 'work' },
  example('ledger worker --key centre.key.json --work 2c6f… --until-empty --json', 'work'),
  FINDINGS,
];

/** The company adds a key, and then a registrar closes all its keys. */
const CLOSING = [
  {
    ...example(
      'ledger party add-key lei:529900T8BM49AURSDO55 0x… --as party --key company.key.json',
      'auditor key',
    ),
    fund: 'company key',
  },
  example('ledger party suspend lei:529900T8BM49AURSDO55 --key registrar.key.json'),
];

/** These replace the key of the company, so they are last. */
const NEW_KEYS = [
  example('ledger key new company.key.json --password-file ./password'),
  example('ledger key new company.key.json'),
  example('ledger key show company.key.json --open'),
];

/** Every example of `--help`, in an order in which they work. */
export const STEPS: readonly Step[] = [
  ...[
    ...HASHES,
    ...KEYS,
    ...POLICIES,
    ...PARTIES,
    ...DATASETS,
    ...RECORDS,
    ...DOCUMENTS,
    ...READING,
    ...RESULT,
  ],
  ...[
    ...FIGURES,
    ...DISCLOSURE,
    ...ASSURANCE,
    ...PROOFS,
    ...REPLAYS,
    ...REFRESHES,
    ...REPLAYED,
    ...DEPENDENTS,
    ...EVENTS,
    ...GRANTS,
    ...WEBHOOKS,
    ...WORK,
    ...CLOSING,
    ...NEW_KEYS,
  ],
];
