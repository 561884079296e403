import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import type { Method } from '../method.ts';
import { CitedFigures } from './cited.ts';
import { draftGap } from './gaps.ts';
import { draftLine, readLines, type Line } from './lines.ts';
import { warnOfAbsent, warnOfYears } from './missing.ts';
import { parameters, type Parameters } from './parameters.ts';
import { compareRivals } from './rivals.ts';

/** Production, consumption, nature and avoided side by side over years, each line citing figures of registered results. */
export const panorama: Method<Parameters> = {
  id: 'panorama',
  version: 1,
  title: 'Panorama: production, consumption, nature and avoided side by side, over years',
  standard:
    'No standard defines it: each line is as its figure says. That accounts are kept apart: GHG Protocol Corporate Standard (2004), chapter 8 (reductions beside the inventory); 2006 IPCC Guidelines, volume 1, chapter 8 (totals within a territory). Of the first only the contents were read, the second in a translation',
  reads: ['figure', 'published-figure'],
  parameters,
  figures: [
    {
      key: 'panorama/{about}/{account}/{line}/{by}/{year}',
      unit: '*',
      meaning: 'A line: the sum of the figures that it cites, as they are registered.',
    },
    {
      key: 'panorama/{about}/gap/{gap}/gap/{year}',
      unit: '*',
      meaning: 'By how much one line differs from another.',
    },
    {
      key: 'panorama/{about}/gap/{gap}/{part}/{year}',
      unit: '*',
      meaning: 'What explains a part of this gap.',
    },
    {
      key: 'panorama/{about}/gap/{gap}/unexplained/{year}',
      unit: '*',
      meaning: 'What no part explains. The parts and this are the gap.',
    },
  ],
  traps: [
    'Lines of two accounts are never added up: what is removed or avoided takes nothing from what is emitted. A line that mixes removals and emissions, or puts what is avoided into another account, is an error.',
    'Unlike gases, GWP sets and units are never added. A gap is computed between two lines of one kind; others stand side by side.',
    'A year without a figure has no line, and a warning says which years these are. Nothing is filled in.',
    'Two sources that say different things about one line both stay, each with a warning that says what differs and what nobody stated. None is preferred.',
    'A line says what its figure says. Whether the record of that figure is final, replaced or verified is a matter of the ledger: look at its standing there.',
  ],
  compute: computePanorama,
};

function computePanorama(context: MethodContext, asked: Parameters): Draft[] {
  const figures = new CitedFigures(context);
  const lines = readLines(asked, figures);
  const warnings = new Map<Line, Warning[]>();
  const warn = (line: Line, warning: Warning): void => {
    const own = warnings.get(line);
    if (own === undefined) warnings.set(line, [warning]);
    else own.push(warning);
  };
  warnOfYears(lines, context.period, warn);
  warnOfAbsent(lines, asked, warn);
  compareRivals(lines).forEach((warning, line) => warn(line, warning));
  const drafts = new Map(lines.map((line) => [line, draftLine(line, warnings.get(line) ?? [])]));
  const drafted = { lines, figures, draftOf: (line: Line) => drafts.get(line)! };
  return [...drafts.values(), ...asked.gaps.flatMap((gap, index) => draftGap(gap, index, drafted))];
}
