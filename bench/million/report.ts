import { showMemory, showTime } from '../tools/measure.ts';
import { renderTable } from '../tools/page.ts';
import type { Line, Row } from '../tools/row.ts';
import type { ReadFigures } from './bundles.ts';
import type { MillionFigures } from './figures.ts';
import { MIXTURE } from './records.ts';
import type { StartFigures } from './starts.ts';

const HEAD = ['', 'answers a second', 'p50', 'p99', 'bytes', 'processor: server', 'PostgreSQL', 'clients'];

/** Returns the section of the page for a run. */
export function writeRow(figures: MillionFigures): Row {
  const { bundles, imported, records, verified } = figures;
  return {
    title: `A ledger of ${showCount(records)} records`,
    method: writeMethod(figures),
    head: HEAD,
    lines: [
      lineOf(`proof files, ${bundles.clients} clients`, bundles.bundles),
      lineOf('bare express and pg, as many', bundles.bare),
    ],
    goals: [
      { what: 'records anchored / imported', ratio: imported.anchored / records, goal: 1, sense: 'at least' },
      {
        what: 'proof files verified / sampled',
        ratio: verified.count / verified.of,
        goal: 1,
        sense: 'at least',
      },
      {
        what: 'proof files a second / bare reads',
        ratio: bundles.bundles.rate / bundles.bare.rate,
        goal: 0.5,
        sense: 'at least',
      },
    ],
    notes: [
      writeBound(figures),
      writeImport(figures),
      writeMemory(figures),
      writeStarts(figures),
      writeDisk(figures),
    ],
  };
}

function writeMethod({ records, parties, bundles }: MillionFigures): string {
  return `${showCount(records)} signed records of ${parties} parties (${MIXTURE}). Four processes of \`ledger record register --bulk\`
send them to a ledger of separate processes: API, sealer with anchorer, indexer, a durable PostgreSQL, a local chain with one block
a second; the publication is on. Once all records are final, ${bundles.clients} clients in one process request ${showCount(bundles.count)} proof files, chosen
by a seed. In turns with that they read as many rows of the same bytes, by primary key, from a bare server of express and pg.
\`MILLION_RECORDS\` sets another number of records.`;
}

function writeBound({ bundles: { bundles, bare } }: MillionFigures): string {
  const spent = ({ server, postgres, clients }: ReadFigures): number => server + postgres + clients;
  const least = spent({ ...bundles, server: bare.server });
  const ratio = (own: number): string => (spent(bare) / own).toFixed(2);
  return `Processor time per proof file:

- PostgreSQL takes ${showTime(bundles.postgres)} (${showTime(bare.postgres)} for a bare row). One statement finds the record, reads its proof from the levels of its
  batch and walks down two maps, one node a bit.
- The server takes ${showTime(bundles.server)} (${showTime(bare.server)} for a bare row). It reads that answer, builds the proof file and writes it as RFC 8785 JSON. It
  also logs, limits and measures each request.

By processor time the ratio is ${ratio(spent(bundles))}. If the server took only as long as the bare one, it would be ${ratio(least)}: the limit for
proof files that are built on request. To raise it: fewer nodes to find (wider nodes of the maps, a tree stored in tiles), or proof
files that are stored once their batch is final.`;
}

function writeImport({ signed, imported, records, verified }: MillionFigures): string {
  const { accepted, final, batches, anchored } = imported;
  const rate = (wall: number): string => ((records * 1000) / wall).toFixed(0);
  return `The records were signed beforehand, in ${showTime(signed)}. The last line was accepted after ${showTime(accepted)} (${rate(accepted)} a second).
The last record was final after ${showTime(final)} (${rate(final)} a second): ${showCount(anchored)} records in ${batches} batches.
${showCount(verified.count)} of ${showCount(verified.of)} sampled proof files are verified against the chain (${showTime(verified.wall / verified.of)} each by the clock, four at a time).`;
}

function writeMemory({ imported: { memory } }: MillionFigures): string {
  const lines = [...memory].map(([name, quarters]): Line => [name, ...quarters.map(showMemory)]);
  const head = ['peak memory', 'first quarter', 'second', 'third', 'last'];
  return `Peak memory in each quarter of the time from the first line to the last final record. Shared memory counts once.\n\n${renderTable(head, lines)}`;
}

function writeStarts({ start, emptyStart, restart }: MillionFigures): string {
  const line = (name: string, { served, ready, bundle }: StartFigures): Line => [
    name,
    showTime(served),
    showTime(ready),
    bundle === null ? '' : showTime(bundle),
  ];
  const head = ['`npm start` on', 'HTTP is served', 'ready', 'first proof file'];
  const table = renderTable(head, [line('this ledger', start), line('an empty ledger', emptyStart)]);
  const { indexer, api, sealer, bundle } = restart;
  return `A start rebuilds nothing: the second start of an empty ledger takes as long. These times include PostgreSQL and the chain.

${table}

As separate programs on a running database: indexer ${showTime(indexer)}, API ${showTime(api)} (first proof file ${showTime(bundle)}), sealer and anchorer ${showTime(sealer)}.`;
}

function writeDisk({ disk, records }: MillionFigures): string {
  const each = (bytes: number): string => `${(bytes / records).toFixed(0)} bytes`;
  const tables = disk.tables.map(({ name, bytes }) => `\`${name}\` ${each(bytes)}`).join(', ');
  return `On disk per record: database ${each(disk.database)} (${tables}; with indexes), publication ${each(disk.publication)}, in ${disk.files} files.`;
}

function lineOf(name: string, figures: ReadFigures): Line {
  const { rate, p50, p99, bytesEach, server, postgres, clients } = figures;
  return [
    name,
    rate.toFixed(0),
    showTime(p50),
    showTime(p99),
    bytesEach.toFixed(0),
    showTime(server),
    showTime(postgres),
    showTime(clients),
  ];
}

function showCount(count: number): string {
  return count.toLocaleString('en-GB');
}
