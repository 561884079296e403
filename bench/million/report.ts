import { showMemory, showTime } from '../tools/measure.ts';
import { renderTable } from '../tools/page.ts';
import type { Line, Row } from '../tools/row.ts';
import type { ReadFigures } from './bundles.ts';
import type { MillionFigures } from './figures.ts';
import { MIXTURE } from './records.ts';
import type { StartFigures } from './starts.ts';

const HEAD = ['', 'answers a second', 'p50', 'p99', 'bytes', 'processor: server', 'PostgreSQL', 'clients'];

/** Returns the section of the page that a run fills. */
export function writeRow(figures: MillionFigures): Row {
  const { bundles, imported, records, verified } = figures;
  return {
    title: `A ledger of ${showCount(records)} records`,
    method: writeMethod(figures),
    head: HEAD,
    lines: [
      lineOf(`bundles, ${bundles.clients} clients`, bundles.bundles),
      lineOf('bare express and pg, as many', bundles.bare),
    ],
    goals: [
      { what: 'records anchored / imported', ratio: imported.anchored / records, goal: 1, sense: 'at least' },
      { what: 'bundles verified / sampled', ratio: verified.count / verified.of, goal: 1, sense: 'at least' },
      {
        what: 'bundles a second / bare reads',
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
  return `${showCount(records)} signed records of ${parties} parties (${MIXTURE}) go by \`ledger record register --bulk\`, four at once, into a ledger of separate
processes: API, sealer with anchorer, indexer, a durable PostgreSQL, a local chain of a block a second, publication on. Once all are final, ${showCount(bundles.count)} bundles, chosen
by a seed, are asked for by ${bundles.clients} clients of one process that take turns with as many reads, by primary key, of rows of the same bytes behind a bare express and pg.
\`MILLION_RECORDS\` sets another number of records.`;
}

function writeBound({ bundles: { bundles, bare } }: MillionFigures): string {
  const spent = ({ server, postgres, clients }: ReadFigures): number => server + postgres + clients;
  const least = spent({ ...bundles, server: bare.server });
  const ratio = (own: number): string => (spent(bare) / own).toFixed(2);
  return `Where a bundle's time goes, in processor time: ${showTime(bundles.postgres)} in PostgreSQL, which finds the record, cuts its proof from the levels of its batch and walks
down two maps, a node a bit, in one statement (${showTime(bare.postgres)} for the bare row); ${showTime(bundles.server)} in the server, which reads that answer, builds the bundle and writes it as RFC 8785,
and which logs, limits and measures each request as any other (${showTime(bare.server)} for the bare one). By processor time alone the ratio is ${ratio(spent(bundles))}. The measured bound of
bundles that are made when they are asked for: with the server's part no more than the bare one's, ${ratio(least)}. What would lift it: fewer nodes to find (wider nodes of the maps, a tree
stored in tiles), or whole bundles kept once their batch is final.`;
}

function writeImport({ signed, imported, records, verified }: MillionFigures): string {
  const { accepted, final, batches, anchored } = imported;
  const rate = (wall: number): string => ((records * 1000) / wall).toFixed(0);
  return `Signed beforehand in ${showTime(signed)}. The last line was accepted after ${showTime(accepted)} (${rate(accepted)} a second), the last record final after
${showTime(final)} (${rate(final)} a second): ${showCount(anchored)} records in ${batches} batches. ${showCount(verified.count)} of ${showCount(verified.of)} sampled bundles are
verified by the chain (${showTime(verified.wall / verified.of)} each on the clock, four at once).`;
}

function writeMemory({ imported: { memory } }: MillionFigures): string {
  const lines = [...memory].map(([name, quarters]): Line => [name, ...quarters.map(showMemory)]);
  const head = ['most memory', 'first quarter', 'second', 'third', 'last'];
  return `Memory from the first line to the last final record, the most in each quarter of that time, what processes share counted once:\n\n${renderTable(head, lines)}`;
}

function writeStarts({ start, emptyStart, restart }: MillionFigures): string {
  const line = (name: string, { served, ready, bundle }: StartFigures): Line => [
    name,
    showTime(served),
    showTime(ready),
    bundle === null ? '' : showTime(bundle),
  ];
  const head = ['`npm start` on', 'HTTP is served', 'ready', 'first bundle'];
  const table = renderTable(head, [line('this ledger', start), line('an empty ledger', emptyStart)]);
  const { indexer, api, sealer, bundle } = restart;
  return `Nothing is rebuilt at a start: the second start of an empty ledger takes as long, PostgreSQL and chain included.

${table}

As programs of their own, on a database that runs: indexer ${showTime(indexer)}, API ${showTime(api)} (first bundle ${showTime(bundle)}), sealer and anchorer ${showTime(sealer)}.`;
}

function writeDisk({ disk, records }: MillionFigures): string {
  const each = (bytes: number): string => `${(bytes / records).toFixed(0)} bytes`;
  const tables = disk.tables.map(({ name, bytes }) => `\`${name}\` ${each(bytes)}`).join(', ');
  return `On disk, a record: database ${each(disk.database)} (${tables}, indexes included), publication ${each(disk.publication)} in ${disk.files} files.`;
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
