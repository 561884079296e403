/**
 * Compares life-cycle@1, and the reader of openLCA's packages, with numbers of two other programs, and with a database. Their files stay
 * where they are.
 *
 * `node scripts/compare-life-cycles.ts --brightway FOLDER --openlca FOLDER --uslci FOLDER` takes git repositories of
 * brightway-lca/brightway2-calc, GreenDelta/olca-modules and FLCAC-admin/uslci-content, one or more. It prints each case with both numbers, and exits 1 if two differ by more than 10^-9 of them.
 */
import { parseArgs } from 'node:util';
import type { Compared } from './life-cycles/case.ts';
import { compareBrightway } from './life-cycles/brightway-fixtures.ts';
import { compareOpenlca } from './life-cycles/openlca-tests.ts';
import { compareUslci } from './life-cycles/uslci.ts';

const CLOSE = 1e-9;
/** What is left of 0 in floating point. */
const NOTHING = 1e-15;

const COMPARISONS = { brightway: compareBrightway, openlca: compareOpenlca, uslci: compareUslci } as const;

const folder = { type: 'string' } as const;
const { values } = parseArgs({ options: { brightway: folder, openlca: folder, uslci: folder } });
if (Object.keys(values).length === 0) {
  console.error('name a repository with --brightway, --openlca or --uslci');
  process.exitCode = 2;
} else {
  const compared: Compared[] = [];
  for (const [name, repository] of Object.entries(values))
    compared.push(...(await COMPARISONS[name as keyof typeof values](repository)));
  for (const each of compared) console.log(describe(each));
  const different = compared.filter((each) => !isSame(each)).length;
  console.log(`${compared.length} numbers compared, ${different} differ`);
  process.exitCode = different === 0 ? 0 : 1;
}

function isSame({ theirs, ours }: Compared): boolean {
  return Math.abs(theirs - ours) <= Math.max(NOTHING, CLOSE * Math.max(Math.abs(theirs), Math.abs(ours)));
}

function describe(compared: Compared): string {
  const { where, what, theirs, ours } = compared;
  return `${isSame(compared) ? 'same  ' : 'DIFFER'}  ${theirs}  ${ours}  ${where}: ${what}`;
}
