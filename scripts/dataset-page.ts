import { DATASETS, type Dataset } from '../engine/datasets/dataset.ts';
import { FUSION_RULE } from '../engine/datasets/fuse.ts';
import type { RowType } from '../engine/rows/row-detail.ts';
import { COMMON as COMMON_SCHEMAS } from '../engine/rows/types/common.ts';
import type { RowTypeOf } from '../engine/rows/types/row-type.ts';
import { findRowType, ROW_TYPES } from '../engine/rows/types/row-types.ts';
import { PUBLISHER_FORMATS } from '../tables/mrio/publishers/formats.ts';

/** Returns `docs/datasets.md`, rendered from the datasets and the rules of their rows. */
export function renderDatasets(
  notice: string,
  renderTable: (head: readonly string[], rows: readonly (readonly string[])[]) => string,
): string {
  const sections = Object.entries(DATASETS as Readonly<Record<string, Dataset>>).map(
    ([name, { number, meaning, rows }]) =>
      `## ${number} ${name}\n\nHolds ${meaning}.\n\n${renderTable(HEAD, rows.filter(isOwn).map(describeRow))}`,
  );
  const common = renderTable(HEAD, COMMON.map(describeRow));
  const renderMembers = (members: readonly (readonly string[])[]): string =>
    renderTable(
      ['member', 'form', 'meaning'],
      members.map(([member, ...others]) => [`\`${member!}\``, ...others]),
    );
  return `${notice}

${INTRODUCTION}

${sections.join('\n\n')}

## In every dataset

${common}

## Members of every row

All are optional. A row type that has its own member of the same name uses that one.

${renderMembers(MEMBERS_EVERYWHERE)}

## Members of every row with a value

Optional too.

${renderMembers(COMMON_MEMBERS)}

## Entities of a group

An \`entity\` row says how one holder holds an entity. An entity with several holders has a row for each. A row of activity says whose it
is by \`entity\`, and who bought or sold it by \`counterparty\`.

${renderMembers(ENTITY_MEMBERS)}

\`interest\`, \`financialControl\` or \`operationalControl\` is needed where the approach of the run asks for it. By equity share an entity
counts by the interest of its holder times what that one counts. By financial control: \`full\` as its holder, \`joint\` by the interest
times that, \`none\` and an associate 0. By operational control 1 or 0. An investment counts 0. Where an interest changes, two rows
state \`from\` and \`until\`; a row of activity counts by the one that is valid in its period.

## Retirement of a certificate

\`detail.retirement\` of an \`instrument\` is \`{"date", "by", "for", "registry", "serials", "each"?}\`: the day, such as 2024-02-15; who retired it; the
identifier of the organisation that may claim it; the registry; and the serial numbers there, as a list of ranges such as
\`{"from": "GO-000001", "to": "GO-000150"}\`, both ends included. The ends differ in their last number alone. One certificate is 1 MW.h, or the
unit in \`each\`. Serial numbers that two rows hold in one registry count once. A certificate must have a retirement; a contract or
tariff can state that of its certificates. A certificate that is a row of its own names its contract or tariff in \`detail.contract\`, which then adds
nothing. It counts only where \`for\` is one of the \`entities\` in the parameters of the run, and where the day is not before the vintage. This
is what one run can check of the GHG Protocol Scope 2 Guidance (2015), table 7.1: an instrument is retired by or on behalf of the
reporting entity. An engine has no clock, so it accepts a day in the future.

${renderPossible(renderTable)}

${MEASURED}

## Processes and fuels

- \`line\` names a line of a gas, such as \`imports\` of clinker, transferred CO2, or the stock of a mass balance. Only a row with a line may be
  negative. Each line is a figure of its own, and totals add them.
- \`component\` tells factors of one gas that add up, such as those of CaO and MgO. A factor without a component is that of the whole.
- \`factors\` and \`divisors\` name \`conversion-factor\` rows. A \`process-factor\` can have its own, such as the content of CaO.
- A factor or a measured mass in \`t{C}\`, \`t{N}\` or \`t{N2O-N}\` is converted to its gas by a \`constant\` of the rule set that the parameter
  \`constants\` names. \`IPCC-2006\` needs no rows: it has 44/12, 16/12 and 44/28. A row gives an exact ratio as its value and \`under\`.
- \`conditions\` is the temperature of a volume of gas at 101.325 kPa, such as \`0C\` or \`15C\`. A use and its factors per volume must agree. A
  \`conversion-factor\` that the use names, and that states \`conditions\`, converts one volume to another.
- A \`gwp\` row with another \`horizon\` than 100, or the \`metric\` GTP, belongs to a set of its own: \`AR6/GWP20\`, \`AR5/GTP100\`. Parameters and
  factors in CO2e name it so. A value that is not that of its set counts, with a warning, where \`source\` names its publication and
  \`published\` its date, as for an erratum.

${renderUsual(renderTable)}
`;
}

const MEASURED = `## Measured quantities

- \`quantity\` of a \`measured-quantity\` is the name that formulas of \`quantity@1\` have for it. Case counts: \`m\` and \`M\` are two.
- \`readings\` lists repeated readings in the unit of the row, each a decimal as text. The value is their mean, and their spread its uncertainty, so
  the row states no \`uncertainty\`. Rows with the same \`together\` were read at the same moments, and move together as their readings do.`;

type RenderTable = (head: readonly string[], rows: readonly (readonly string[])[]) => string;

function renderPossible(renderTable: RenderTable): string {
  const possible = renderTable(['detail.row', 'for rows with', 'possible values', 'because'], listPossible());
  return `## Possible values

Values outside these ranges are refused. A value of zero is always possible. A run refuses besides: a CO2 factor or a carbon
content per energy that, with the calorific value of the same fuel, gives more carbon than mass; a net calorific value above the gross
one; and more CO2 or heat per volume than the density of the fuel allows.

${possible}`;
}

function renderUsual(renderTable: RenderTable): string {
  const ranges = renderTable(['detail.row', 'for rows with', 'usual values', 'source'], listRanges());
  return `## Usual values

\`ledger dataset import\`, \`show\` and runs list values outside these ranges; they are not refused. A value of zero is never
listed.

${ranges}

A run also compares what has no published range, and warns of what differs:

- a factor with the median of the starter data for the same type, fuel, item or place, and unit;
- an amount with the other periods of its series, and with the same series one year before. The rows of a series have the same
  texts in \`detail\`, each for a period of its own.

The warning says how large the ratio is, and which slip has it: 1000 for kW.h entered as MW.h, 44/12 for carbon taken as CO2.`;
}

type CommonMember = readonly [member: keyof typeof COMMON_SCHEMAS, form: string, meaning: string];

const SCORES = '"reliability", "completeness", "temporal", "geographical", "technological"';
const DISTRIBUTIONS = [
  '"normal", "standardDeviation", "unit"?',
  '"interval95", "halfWidth", "unit"?',
  '"limits95", "lower", "upper", "unit"?',
  '"lognormal", "geometricStandardDeviation", "valueIs"?',
  '"uniform", "least", "most", "unit"?',
  '"triangular", "least", "most", "unit"?, "valueIs"?',
  `"pedigree", ${SCORES}, "basicVariance", "valueIs"?`,
  '"empirical", "values", "unit"?',
  '"quantiles", "values", "unit"?',
];

const COMMON_MEMBERS: readonly CommonMember[] = [
  [
    'uncertainty',
    DISTRIBUTIONS.map((members) => `\`{"distribution": ${members}}\``).join(' or '),
    'How far the true value can be from the stated one. All parameters are decimals as text, and ratios to the value: a standard ' +
      'deviation of "0.05" is 5 % of it, and "least" of "0.9" is 90 % of it. With a "unit" they are amounts in it instead, which a value ' +
      'of 0 needs. An import takes `5%` in place of the object for a two-sided 95 % interval of ±5 %, `-10% +20%` for its limits, and ' +
      '`5%` for a parameter. "limits95" are the ends of the two-sided 95 % interval, as the IPCC prints them, and the value is the median. ' +
      '"interval95" is normal: a half-width of "0.05" means a two-sided 95 % interval of ±5 %. "empirical" lists values that are equally ' +
      'likely, "quantiles" those at equally distant probabilities from 0 to 1. Scores are 1 (best) to 5. ' +
      'The value is the mean of a normal distribution, and the most likely value (mode) of a triangular one. "valueIs" says ' +
      'otherwise ("mean", "median", "mode"). In a lognormal one, which "pedigree" is too, the value is the median where "valueIs" is absent.',
  ],
  [
    'correlation',
    '`{"group", "coefficient"?, "opposite"?, "also"?}`',
    'The group with which an uncertain row moves: one meter, one laboratory, one source. Rows of one group in a run are too high or too low ' +
      'together; "coefficient", a decimal as text, is their correlation, the same in all of them. Absent, it is 1. A row with "opposite": "yes" is too low where the others are too high. "also" lists further groups, such as a pair of meters each. Rows without a group are independent.',
  ],
  ['quality', `\`{${SCORES}}\``, 'Scores of data quality from 1 (best) to 5, without a distribution.'],
  ['origin', '`fossil`, `biogenic` or `land-use`', 'Where the carbon comes from.'],
  [
    'entity',
    'identifier',
    'The organisation whose row it is. An inventory counts the row as the entity rows say. Absent: the reporting organisation itself.',
  ],
];

const ENTITY_MEMBERS: readonly (readonly [member: string, form: string, meaning: string])[] = [
  ['identifier', 'identifier', 'The entity.'],
  [
    'heldBy',
    'identifier',
    'Its holder: an entity with a row, or the reporting organisation. Absent: the reporting organisation, or it is that itself.',
  ],
  [
    'interest',
    'decimal from 0 to 1, as text',
    'The economic interest of the holder. All of them add up to at most 1.',
  ],
  [
    'financialControl',
    '`full`, `joint` or `none`',
    'How the holder controls it. Absent: as its accounting implies.',
  ],
  ['operationalControl', '`yes` or `no`', 'Whether a company of the group operates it.'],
  [
    'accounting',
    '`group`, `associate`, `joint` or `investment`',
    'A subsidiary, an associate, a joint venture, or a fixed asset investment, whose emissions belong to category 15.',
  ],
];

/** What every row can have, a document too. */
const MEMBERS_EVERYWHERE: readonly CommonMember[] = [
  ['title', 'text', 'What a reader calls the row.'],
  [
    'source',
    '`{"title", "url"?, "licence"?, "published"?}`',
    'The publication that the row was taken from, where it has another one than its dataset.',
  ],
  [
    'custom',
    'object with any members',
    'What the owner of the row keeps with it. Nothing reads it: no method, no check, and no figure depends on it.',
  ],
];

function listPossible(): string[][] {
  return ROW_TYPES.flatMap(({ type, possible = [] }: RowTypeOf) =>
    possible.map(({ when, unit, least, most, why }) => [
      `\`${type}\``,
      describeWhen(when),
      `${least === undefined ? 'at most' : `${least} to`} ${most} \`${unit}\``,
      why,
    ]),
  );
}

function describeWhen(when: Readonly<Record<string, string>> = {}): string {
  return Object.entries(when)
    .map(([member, word]) => `\`${member}\` \`${word}\``)
    .join(', ');
}

function listRanges(): string[][] {
  return ROW_TYPES.flatMap(({ type, plausible = [] }: RowTypeOf) =>
    plausible.map(({ when, unit, least, most, source }) => [
      `\`${type}\``,
      describeWhen(when),
      `${least} to ${most} \`${unit}\``,
      source,
    ]),
  );
}

const COMMON: readonly RowType[] = ['source', 'fusion'];
const HEAD = ['detail.row', 'role', 'other members of detail', 'unit', 'valid time', 'identified by'];

const INTRODUCTION = `# Datasets

A dataset is a record of kind 1. Its entries are its rows. Each row has a \`key\`, a \`value\` and a \`unit\`, a valid time
\`[from, until)\`, and a \`detail\` whose member \`row\` names the row type. A row that is a document has neither value nor unit.
\`ledger dataset import\` reads tables as datasets. \`ledger dataset show\`, \`diff\` and \`fuse\` read dataset files and records.
\`ledger dataset register\` makes a record. [errors.md](errors.md#datasets) lists what can be wrong with a row.
[data](../data/README.md) has starter data for all eight datasets; \`ledger factor search\` finds the factors in it and in a ledger.

**Checks.** Each row is checked by its row type: the members of \`detail\`, the unit, the range of the value and the valid time.
\`ledger dataset import\`, \`ledger dataset register\` and \`ledger record build --kind dataset\` all do this, and write nothing if a
row is wrong. An entry \`source\` names the dataset; then every row must have a row type of that dataset. \`record build\` also takes
datasets without an entry \`source\`: their rows can have any row type below, and documents can be without one.

**A dataset file** (\`.ndjson\`) has one entry per line: \`{"key", "value", "unit", "from", "until", "detail"}\`. Times are in unix seconds.

**A workbook as a company keeps it** can be imported as it is; \`ledger dataset propose\` writes what its columns may be, to fill in. Where no column has what a row needs, several have it: a bill has its last day
(\`last\`) and a number of \`days\`; a use is an amount with others added (\`plus\`) and subtracted (\`minus\`), each converted to its unit;
a footprint is in the unit \`kgCO2e\` \`per\` what another column says. A sheet with a list of sites, equipment or products is joined
(\`--join Site=Sites\`, in a mapping \`joins\`); a name that it has in another form is \`same-as\` one that it has. The import lists spellings
that count as one name, names that are much like others, and all that it read differently from the file. For each such pair a person says
whether it is one, which becomes an entry of \`lookups\`, or two, which becomes one of \`twoNames\`: it is not offered again. A table is refused
as a whole, and the refusal also names what does not agree in its other rows: totals, units, periods that overlap, months given twice.

**Units** are UCUM. Tables can use common spellings, such as \`MWh\`, \`tce\`, \`kgCO2/kWh\` or \`short ton\`. Their values are converted by
exact ratios, never through a binary number. A value that has no exact decimal after the conversion is an error. Spreadsheets and
Parquet files can store a number in binary. Such a number is read as its shortest decimal if that has at most 15 digits. With more
digits it is an error, because nobody wrote them.

**A unit can state a condition**, which the import writes into \`detail\`. \`Nm3\` is a volume of gas at \`0C\`, \`Sm3\` at \`15C\`, \`scf\`,
\`Mscf\` and \`MMscf\` at \`60F\`, all at 101.325 kPa (\`conditions\`). \`kWh (GCV)\` and \`MJ (NCV)\` count the gross and the net calorific
value (\`calorific\`). Another pressure is stated in full: \`60F at 14.73 psi\`. Where a volume and its factor are at two conditions, a run
converts it as an ideal gas, by the ratio of the absolute temperatures and pressures, such as 288.15/273.15, in the derivation; where only
one states them, it warns. \`m3\`, \`Mcf\` and \`ccf\` state none. The conditions are by articles on them; ISO 13443 was not read.

**Names** of fuels, facilities, meters, processes and the like count in any spelling. Case, blanks and full-width characters make
no difference: in the import, in lookups, and in figures, whose keys have names in lower case. The import writes blanks within a name as
hyphens, and characters that no key has by their bytes, as addresses of the web do: a name in any script has a code, from which it is shown
again. Of a code of more than 64 characters the rest is a hash. Rows that spell a name in several ways are a warning. A label of a matrix counts as it is written.

**Complete years.** A run warns of what a table likely lacks or counts twice: months or quarters without a row, an invoice under two
keys, a meter at two places, rows that are the sum of others, a month that is a copy of another one. A warning names the rows, what they
give in tonnes, and its share of the total. \`accepted\` among the parameters takes those that do not matter, each with its reason.

**A run looks up a row** by its type and the members in the column "identified by", then by place, then by valid time. Place: the
place of the activity, else its country, else rows without a place. Valid time: the row must be valid throughout the period of the
activity, not of the run: the months of a fiscal year take the rows of their calendar years. A row without a valid time is always
valid. Potentials of gases are looked up for the period of the run: they need no valid time. Two rows that match equally are an error in a run. The import already reports them
where their valid times are equal. \`unit\` in this column: rows whose units do not convert are different rows, such as a factor per
litre and one per kilowatt-hour. Rows of types without such members are summed.

**Sets of factors** (\`activity-factor\`, \`grid-factor\`, \`heat-factor\`) are in CO2e, or one row for each gas: \`kg{CH4}/MW.h\` with
\`gases\` of CH4 alone. One place, or one item, has one or the other.

**Money** states its currency and the year of its prices in its unit: \`{EUR-2019}\`, or \`{EUR-2019-basic}\` for basic prices. Only a
\`conversion-factor\` leads from one to another, such as an exchange rate in \`{EUR-2023}/{USD-2023}\` and a price index in
\`{EUR-2023}/{EUR-2019}\`. Amounts of a balance sheet (\`financing\`, \`investee-value\`) have no price year.

**Roles.** An activity is summed. A factor is looked up for an activity. A cell is one number of a table. A document has neither value
nor unit. The valid time "one day" is a point in time: from the start of that day until at most the start of the next one.

**Fusion** makes one version of several. Rows with the same key, and rows that match equally, compete. The rule:
${FUSION_RULE}. The entry \`fusion\` lists the source records and every conflict.

**A large matrix** is one document: an entry \`matrix-document\` with media type, size, SHA-256 and shape, or \`process-matrix\` where its
columns are processes. Other rows can sum it up.
A method reads one in Parquet or Matrix Market ([matrices](spec/matrices.md)). \`ledger document send\` gives the file of any entry
with \`sha256\`, \`size\` and \`mediaType\` to the server, for the readers of the record.

**A list of groups** (\`group-member\`) puts regions or sectors of a table into groups ([trade](trade.md)). A CSV file with the columns
\`member\` and \`group\` is read as such rows; the list has the name of the file.

**A publisher's multi-region table** becomes documents and a dataset of D4 by \`ledger dataset table FORMAT PATH --out FOLDER\`. Values
stay as they are published. Where EXIOBASE names the gas of a stressor, as in \`CH4 - waste - air\`, its unit names it too, but for biogenic
CO2. The entry \`reading\` (row type \`table-reading\`) states the files with their hashes, differing spellings, the imbalance, which part of
output a stated output or value added judges, what is worth a look, cells that fit no matrix, and accounts of the last version that are
missing. Rows \`value-added\`, in the currency of the table, let a run of trade@1 judge a table that is given in rows.
\`ledger dataset register\` refuses a table that lacks other accounts of the last version of its stream. The formats:

${PUBLISHER_FORMATS.map(({ name, meaning, tolerance }) => `- \`${name}\`: ${meaning}. Output may differ by ${tolerance}.`).join('\n')}

Of GLORIA, only tables that fit in a document are read: its whole table has more values. Of WIOD, the environmental accounts are not
read. OECD and FIGARO have none: value added and taxes are their stressors. State the emissions of their industries in rows
\`sector-stressor\` and \`demand-stressor\` with the names of the documents, in a dataset beside them: these take the place of F and F_Y. An
industry without a row counts as 0, which each figure says with its part of the output. Emissions in a document of your own are one more
\`matrix-document\` of F. Parts of China and Mexico (CN1, CN2, MX1, MX2) stay regions of their own in the documents of an OECD table. A
run solves them apart and adds their figures up to the country. Emissions of the whole country are divided among them by output.

Rows \`stressor-gas\` say which gas a stressor is, as those that \`ledger dataset table exiobase\` takes from the starter data. Stressors of one
gas are then one: figures are of CO2, N2O, SF6 and so on. Methane is \`CH4\`, with its parts \`CH4-fossil\` and \`CH4-non-fossil\`, whose potentials
differ. CO2 of biogenic carbon is \`CO2-biogenic\`, in no sum. A stressor in CO2e, such as HFC, counts as it is in the sum of CO2e. Each sum says which
masses of the table are not in it.

In the column "unit", \`*\` is any unit, \`kg/*\` a mass per anything, and \`{currency}\` an ISO 4217 code in braces, such as \`{EUR}\`. Every
other unit allows all units that convert to it. Members with a question mark can be absent.
A member that is in none of these tables is refused, at every depth: a misspelt one would change a figure unnoticed. What no
method reads belongs into \`custom\`.`;

function isOwn(row: RowType): boolean {
  return !COMMON.includes(row);
}

function describeRow(row: RowType): string[] {
  const { role, units, period, found, foundByUnit, signed, schema } = findRowType(row)!;
  const members = Object.entries(schema.shape).filter(
    ([name, member]) => name !== 'row' && !isCommon(name, member),
  );
  const range =
    signed === undefined ? [] : [signed === true ? 'may be negative' : 'may be negative with a `line`'];
  return [
    `\`${row}\``,
    role,
    members.map(([name, schema]) => `\`${name}\`${isOptional(schema) ? '?' : ''}`).join(', '),
    units === null ? 'document' : [units.map((unit) => `\`${unit}\``).join(' or '), ...range].join(', '),
    PERIODS[period],
    [...(found ?? []).map((member) => `\`${member}\``), ...(foundByUnit ? ['unit'] : [])].join(', '),
  ];
}

const PERIODS: Readonly<Record<RowTypeOf['period'], string>> = {
  required: 'required',
  optional: 'optional',
  none: 'none',
  point: 'one day',
};

/** Whether a member is one that all rows with a value have. */
function isCommon(name: string, member: unknown): boolean {
  return (COMMON_SCHEMAS as Readonly<Record<string, { readonly schema: unknown }>>)[name]?.schema === member;
}

function isOptional(schema: unknown): boolean {
  return (schema as { safeParse: (value: unknown) => { success: boolean } }).safeParse(undefined).success;
}
