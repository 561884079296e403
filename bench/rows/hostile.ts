import { HOSTILE_FILES } from '../../test/helpers/hostile-files.ts';
import { showMemory, showTime } from '../tools/measure.ts';
import { measureRefusal, REFUSAL_GOALS } from '../tools/refusal-cost.ts';
import type { Row } from '../tools/row.ts';

const METHOD = `\`parseBundle\` of files of up to 16 MiB that are refused; most begin like a proof file. Each is read in a
process of its own. Peak memory is that of the whole process; Node.js and the file alone take about 115 MiB.`;

/** Measures what it costs to refuse hostile files. */
export async function measureRow(): Promise<Row> {
  const costs = Object.entries(HOSTILE_FILES).map(([what, write]) => ({ what, ...measureRefusal(write()) }));
  const worst = {
    cpu: Math.max(...costs.map(({ cpu }) => cpu)),
    peak: Math.max(...costs.map(({ peak }) => peak)),
  };
  return Promise.resolve({
    title: 'Hostile files',
    method: METHOD,
    head: ['16 MiB of', 'refused with', 'processor time', 'peak memory'],
    lines: costs.map(({ what, code, cpu, peak }) => [what, `\`${code}\``, showTime(cpu), showMemory(peak)]),
    goals: [
      {
        what: 'processor time of the worst / 1.5 s',
        ratio: worst.cpu / REFUSAL_GOALS.cpu,
        goal: 1,
        sense: 'at most',
      },
      {
        what: 'peak memory of the worst / 300 MiB',
        ratio: worst.peak / REFUSAL_GOALS.peak,
        goal: 1,
        sense: 'at most',
      },
    ],
  });
}
