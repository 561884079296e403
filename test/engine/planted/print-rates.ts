/** Prints what became of planted faults by kind, and the alarms of right tables. `node test/engine/planted/print-rates.ts 500 30` */
import { KINDS } from './kinds/all.ts';
import { plantOften } from './plant-often.ts';
import { runTable } from './outcome.ts';
import { makeTable } from './right-table.ts';

const [tables = 40, often = 2] = process.argv.slice(2).map(Number);
let alarms = 0;
for (let seed = 0; seed < tables; seed++) {
  const table = makeTable(seed);
  const outcome = runTable(table);
  if ('refused' in outcome) {
    console.log(`right table ${seed} refused: ${outcome.refused}`);
    continue;
  }
  const own = outcome.warnings.filter(({ code }) => code !== 'missing-months');
  if (own.length > 0) alarms++;
  for (const { code, message } of own) console.log(`right table ${seed} (${table.company}): ${code} ${message}`);
}
console.log(`alarms: ${alarms} of ${tables}`);
let total = 0;
const counts = new Map<string, number>();
for (const fault of KINDS) {
  const endings = plantOften(fault, often);
  total += endings.length;
  for (const { ending } of endings) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  const bad = endings.filter(({ ending }) => ending === 'silent');
  const share = endings.length - bad.length;
  console.log(`${String(share).padStart(3)}/${endings.length} ${fault.kind}${fault.needs === undefined ? '' : ` [needs ${fault.needs}]`} ${bad.slice(0, 2).map(({ ending, seed, text }) => `${ending} ${seed} ${text}`).join(' | ').slice(0, 400)}`);
}
console.log(total, Object.fromEntries(counts));
