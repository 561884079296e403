import type { Pool } from 'pg';

/** How many records of each kind a graph has. */
export interface GraphSize {
  readonly factors: number;
  readonly activities: number;
  readonly results: number;
  readonly disclosures: number;
  readonly assurances: number;
  readonly decisions: number;
}

/** Rows in a dataset. */
const ROWS = 40;
/** Figures in a result, including its total. */
const FIGURES = 12;
/** Factor datasets that a result uses, in addition to its activity data. */
const FACTORS = 4;

/**
 * Fills an empty database with records as intake stores them: datasets in up to four versions, results made from several of them
 * with derivations down to the row, disclosures of figures, and assurances and decisions on those. A few factor datasets are used
 * by many results, most by few. Half of the results have public entries. The next version of a factor dataset changes two of its
 * rows, or all rows in one dataset of ten. Every call gives the same records.
 */
export async function fillGraph(pool: Pool, size: GraphSize): Promise<void> {
  await pool.query(HELPERS);
  await pool.query(DATASETS, [size.factors, size.activities]);
  await pool.query('create index on nodes (role, number, sequence); analyze nodes');
  await pool.query(RESULTS, [size.results, size.factors, size.activities]);
  await pool.query(RESTATEMENTS);
  await pool.query(DISCLOSURES, [size.disclosures, size.results]);
  await pool.query(ASSURANCES, [size.assurances, size.results, size.disclosures]);
  await pool.query(DECISIONS, [size.decisions, size.disclosures]);
  await pool.query(STORE_RECORDS);
  await pool.query(STORE_STREAMS);
  await pool.query(storeEntries('dataset', DATASET_LIST));
  await pool.query(storeEntries('result', RESULT_LIST));
  await pool.query(storeEntries('disclosure', DISCLOSURE_LIST));
  await pool.query('drop table nodes');
  await pool.query('vacuum analyze');
}

/** `draw` returns a number from 0 to 1 that depends only on its text. `nodes` is the graph during the fill. */
const HELPERS = `
  create function draw(text) returns float8 immutable parallel safe language sql
    return ('x' || substr(md5($1), 1, 8))::bit(32)::bigint / 4294967296.0;
  create function node_id(text) returns bytea immutable parallel safe language sql return sha256($1::bytea);
  create unlogged table nodes (name text, kind smallint, role text, subject text, sequence bigint, number bigint, sources text[]);`;

const DATASETS = `
  insert into nodes
  select role || '/' || n || '/' || v, 1, role, role || '/' || n, v, n, '{}'
  from (select 'factors' as role, n from generate_series(0, $1::int - 1) n
    union all select 'activity', n from generate_series(0, $2::int - 1) n) one,
  generate_series(1, 4) v
  where v <= case when draw(role || n) < 0.5 then 1 when draw(role || n) < 0.8 then 2 when draw(role || n) < 0.9 then 3 else 4 end`;

/** A result is made from the version of each of its datasets that was the newest at that time. */
const RESULTS = `
  insert into nodes
  select 'result/' || n || '/1', 2, 'result', 'inventory/' || n, 1, n,
    array(select distinct s from (
      select 'activity/' || floor(draw('a' || n) * $3)::int || '/1' as s
      union all
      select (select name from nodes d where d.role = 'factors' and d.number = floor(power(draw('f' || n || '/' || k), 2) * $2)::int
        and d.sequence <= 1 + floor(draw('v' || n) * 4)::int order by d.sequence desc limit 1)
      from generate_series(1, ${FACTORS}) k) made)
  from generate_series(0, $1::int - 1) n`;

/** One stream of results in ten has a second version, made from the newest versions of the same datasets. */
const RESTATEMENTS = `
  insert into nodes
  select 'result/' || number || '/2', kind, role, subject, 2, number,
    array(select distinct case when s like 'activity/%' then s else
        (select name from nodes d where d.role = 'factors' and d.number = split_part(s, '/', 2)::bigint order by d.sequence desc limit 1) end
      from unnest(sources) s)
  from nodes where role = 'result' and number % 10 = 0`;

const DISCLOSURES = `
  insert into nodes
  select 'disclosure/' || n || '/1', 3, 'disclosure', 'disclosure/' || n, 1, n,
    array['result/' || floor(draw('d' || n) * $2)::int || '/1']
  from generate_series(0, $1::int - 1) n`;

const ASSURANCES = `
  insert into nodes
  select 'assurance/' || n || '/1', 4, 'assurance', 'assurance/' || n, 1, n,
    array[case when n % 2 = 0 then 'result/' || floor(draw('o' || n) * $2)::int || '/1'
      else 'disclosure/' || floor(draw('o' || n) * $3)::int || '/1' end]
  from generate_series(0, $1::int - 1) n`;

const DECISIONS = `
  insert into nodes
  select 'decision/' || n || '/1', 5, 'decision', 'decision/' || n, 1, n,
    array['disclosure/' || floor(draw('e' || n) * $2)::int || '/1']
  from generate_series(0, $1::int - 1) n`;

const STORE_RECORDS = `
  insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement,
    signature, signer, public_entries, accepted_at, anchor_by, receipt_signature)
  select node_id(name), node_id('party/' || number % 2000), kind, subject, node_id('stream/' || subject), sequence,
    case when sequence = 1 then decode(repeat('00', 32), 'hex') else node_id(role || '/' || number || '/' || sequence - 1) end,
    case when kind > 3 then decode(repeat('00', 32), 'hex') else node_id('entries/' || name) end,
    array(select node_id(s) from unnest(sources) s order by node_id(s)),
    node_id('statement/' || name), '{"period":"2023","standard":"GHG Protocol","title":"' || repeat(subject || ' ', 4) || '"}',
    node_id(name) || node_id(subject) || '\\x1b', substr(node_id(subject), 1, 20), true, 1750000000, 1750086400,
    node_id(name) || node_id(subject) || '\\x1b'
  from nodes order by kind, draw(name)`;

const STORE_STREAMS = `
  insert into streams (stream, party, kind, subject, sequence, record)
  select distinct on (stream) stream, party, kind, subject, sequence, id from records order by stream, sequence desc`;

function storeEntries(role: string, list: string): string {
  const kinds = { dataset: 1, result: 2, disclosure: 3 }[role];
  return `insert into entries (record, list)
    select node_id(name), ${list} from nodes where kind = ${kinds} and (kind = 1 or number % 2 = 0)`;
}

const SALT = `'"salt":"0x' || md5(name || j) || md5(j || name) || '"'`;

/** A row's value changes with the version if this expression does. */
const VALUE = `case when draw('all' || subject || sequence) < 0.1 or (sequence > 1 and j in (7, 23)) then sequence else 1 end`;

const DATASET_LIST = `(
  select '[' || string_agg('{"detail":{"basis":"life-cycle","gases":["CO2e"],"geography":"CN","item":"item-' || j ||
    '","row":"' || case role when 'factors' then 'activity-factor' else 'value-chain-activity' end || '","year":2023},"from":1672531200,"key":"row/' || j ||
    '",' || ${SALT} || ',"unit":"kg{CO2e}/t","until":1704067200,"value":"' || ${VALUE} || '.' || j || '7"}', ',' order by j) || ']'
  from generate_series(1, ${ROWS}) j)`;

const NAMED = `encode(node_id(sources[1 + (j % cardinality(sources))]), 'hex')`;

const RESULT_LIST = `(
  select '[' || string_agg('{"detail":{"basis":"life-cycle","categories":["3.1"],"derivation":{"formula":"AD × EF","operands":[' ||
      case when j = ${FIGURES} then (select string_agg('{"key":"scope3/3.1/life-cycle/item-' || k || '","name":"item-' || k || '","unit":"t{CO2e}","value":"12.5"}', ',') from generate_series(1, ${FIGURES} - 1) k)
      else '{"key":"row/' || 1 + floor(draw('x' || name || j) * ${ROWS})::int || '","name":"AD","record":"0x' || encode(node_id(a), 'hex') || '","unit":"t","value":"1.37"},{"key":"row/' ||
        1 + floor(draw('y' || name || j) * ${ROWS})::int || '","name":"EF","record":"0x' || ${NAMED} || '","unit":"kg{CO2e}/t","value":"1.57"}' end ||
      '],"rounding":{"decimals":6,"mode":"half-even"},"warnings":[]},"factors":[{"key":"row/1","name":"EF","record":"0x' || ${NAMED} ||
      '","year":2023}],"gases":["CO2e"],"geographies":["CN"],"gwpSet":"AR5","method":"value-chain@1","scope":3},"from":1672531200,"key":"' ||
      case when j = ${FIGURES} then 'scope3/3.1/total' else 'scope3/3.1/life-cycle/item-' || j end || '",' || ${SALT} ||
      ',"unit":"t{CO2e}","until":1704067200,"value":"12.5"}', ',' order by j) || ']'
  from generate_series(1, ${FIGURES}) j, (select s as a from unnest(sources) s where s like 'activity/%') act)`;

const DISCLOSURE_LIST = `(
  select '[' || string_agg('{"detail":{"derivation":{"formula":"","key":"' || shown || '","result":"0x' || encode(node_id(sources[1]), 'hex') ||
    '"}},"from":1672531200,"key":"' || shown || '",' || ${SALT} || ',"unit":"t{CO2e}","until":1704067200,"value":"12.5"}', ',' order by j) || ']'
  from (select j, case when j = 3 then 'scope3/3.1/total' else 'scope3/3.1/life-cycle/item-' || 1 + floor(draw('z' || name || j) * ${FIGURES - 1})::int end as shown
    from generate_series(1, 3) j) chosen)`;
