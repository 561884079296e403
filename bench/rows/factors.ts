import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Pool } from 'pg';
import { BLOCK } from '../../db/factors/factor-index.ts';
import { listMarks } from '../../engine/search/factor-words.ts';
import { readFactorRow } from '../../engine/search/factor-row.ts';
import { showTime } from '../tools/measure.ts';
import type { Line, Row } from '../tools/row.ts';
import { serveLedger } from '../tools/served-ledger.ts';

const ROWS = 1_000_000;
/** Rows of a dataset. */
const EACH = 1_000;
/** The longest time for an answer, in milliseconds. */
const MOST = 200;
/** How often each search is measured. */
const TIMES = 15;

const METHOD = `\`GET /v1/factors\` over ${ROWS.toLocaleString('en-GB')} factors in ${(ROWS / EACH).toLocaleString('en-GB')} datasets, one in ten of them private. The API is a separate
process; its PostgreSQL serves nothing else. The factors are of 1,000 fuels, in 40 places and 20 years; all have the
words "emission" and "factor", half of them "coal" and half "gas", none both. Each search is asked ${TIMES} times; the first one is not counted.`;

/** What is searched for: words that one, some, half or all rows have, and none. */
const SEARCHES: readonly (readonly [what: string, query: string])[] = [
  ['a rare word', 'q=fuel-417'],
  ['a rare word, place and year', 'q=fuel-417&place=AD-3&year=2015'],
  ['words of half of the rows, place and year', 'q=gas+emission+factor&place=AD-3&year=2015'],
  ['words of all rows', 'q=emission+factor'],
  ['no words', 'unit=kg/kW.h'],
  ['words of half of the rows each, which no row has both', 'q=coal+gas'],
  ['words of all rows, in a year that no row has', 'q=emission+factor&year=1971'],
  ['a word that no row has', 'q=unobtainium'],
];

/** Measures searches for factors in a large ledger. */
export async function measureRow(): Promise<Row> {
  const ledger = await serveLedger({});
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    await storeFactors(ledger.pool);
    const measured: { what: string; times: number[]; count: number }[] = [];
    for (const [what, query] of SEARCHES) {
      let count = 0;
      const times: number[] = [];
      for (let time = 0; time <= TIMES; time++) {
        const start = performance.now();
        count = await ask(`${ledger.url}/v1/factors?${query}`, agent);
        if (time > 0) times.push(performance.now() - start);
      }
      measured.push({ what, times: times.sort((a, b) => a - b), count });
    }
    return render(measured);
  } finally {
    agent.destroy();
    await ledger.stop();
  }
}

function render(measured: readonly { what: string; times: number[]; count: number }[]): Row {
  const middles = measured.map(({ times }) => times[Math.floor(times.length / 2)]!);
  return {
    title: `Searches for factors over ${ROWS.toLocaleString('en-GB')} rows`,
    method: METHOD,
    head: ['', 'shortest', 'p50', 'longest', 'factors on the page'],
    lines: measured.map(({ what, times, count }, at): Line => [
      what,
      showTime(times[0]!),
      showTime(middles[at]!),
      showTime(times.at(-1)!),
      String(count),
    ]),
    goals: [
      {
        what: `the slowest search, p50 / ${MOST} ms`,
        ratio: Math.max(...middles) / MOST,
        goal: 1,
        sense: 'at most',
      },
    ],
    notes: [
      `An index has the words and the filters of each row. A search reads it in blocks of ${BLOCK.toLocaleString('en-GB')} rows, the newest first, and ends with the block that fills its page.`,
    ],
  };
}

async function ask(url: string, agent: Agent): Promise<number> {
  const body = await new Promise<string>((found, fail) => {
    get(url, { agent }, (answer) => {
      if (answer.statusCode === 200) text(answer).then(found, fail);
      else fail(new Error(`${url}: ${answer.statusCode}`));
    }).once('error', fail);
  });
  return (JSON.parse(body) as { items: unknown[] }).items.length;
}

/** One row, with the words `xfuel` and `xkind` and the place `XP`, for which PostgreSQL writes others in each row. */
function makeTemplate(): { readonly shown: string; readonly marks: readonly string[] } {
  const entry = {
    key: 'factor/xfuel',
    value: '56100',
    unit: 'kg{CO2}/kW.h',
    from: 946_684_800,
    until: 978_307_200,
  };
  const members = { row: 'emission-factor', gas: 'CO2', origin: 'fossil', basis: 'combustion', year: 2000 };
  const detail = {
    ...{ ...members, fuel: 'fuel-xfuel-xkind', geography: 'XP', title: 'Combustion of fuel xfuel, xkind' },
    source: { title: 'Yearbook of emission factors', licence: 'CC-BY-4.0' },
  };
  const row = readFactorRow({ ...entry, detail }, null)!;
  return { shown: JSON.stringify(row), marks: listMarks(row).filter((mark) => !mark.startsWith('y:')) };
}

/** Returns an expression of SQL that fills fuel, kind and place into a text of the template. */
function fillIn(text: string): string {
  return `replace(replace(replace(replace(${text}, 'xfuel', fuel), 'xkind', kind), 'XP', place), 'xp', lower(place))`;
}

/** Stores factors as the server stores them, before the index is made. Hashes and signatures of records are placeholders. */
async function storeFactors(pool: Pool): Promise<void> {
  const { shown, marks } = makeTemplate();
  await pool.query(
    `insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement, signature,
       signer, public_entries, accepted_at, anchor_by, receipt_signature)
     select h, h, 1, 'factors', h, 1, h, h, '{}', h, '{"title":"Factors"}', h || h || '\\x1b', substr(h, 1, 20), n % 10 <> 0, 1, 1, h || h || '\\x1b'
     from generate_series(0, $1::bigint - 1) n cross join lateral (select sha256(n::text::bytea) as h) one`,
    [ROWS / EACH],
  );
  await pool.query(`insert into streams select stream, party, kind, subject, 1, id from records`);
  await pool.query('drop index factor_rows_marks');
  await pool.query(
    `insert into factor_rows (id, record, position, valid_from, valid_until, shown, marks)
     select n, record, n % ${EACH}, 946684800 + year * 31557600, 946684800 + (year + 1) * 31557600, ${fillIn('$1')},
       array(select ${fillIn('mark')} from unnest($2::text[]) mark) || array['y:' || (2000 + year), '@' || n / ${BLOCK}]
         || case when n / ${EACH} % 10 <> 0 then '+' else '+p:' || encode(record, 'hex') end
     from generate_series(0, $3::bigint - 1) n cross join lateral (
       select sha256((n / ${EACH})::text::bytea) as record, (n % 1000)::text as fuel, case when n % 2 = 0 then 'coal' else 'gas' end as kind,
         'A' || chr((65 + n / 7 % 10)::integer) || '-' || n / 70 % 4 as place, n / 280 % 20 as year) made`,
    [shown, marks, ROWS],
  );
  await pool.query('create index factor_rows_marks on factor_rows using gin (marks) with (fastupdate = off)');
  await pool.query('vacuum analyze');
}
