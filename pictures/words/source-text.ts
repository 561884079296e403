import type { ShownUncertainty } from '../../engine/uncertainty/read-note.ts';
import type { Source } from '../kinds/source.ts';
import type { PictureLanguage } from './language.ts';

type Of = keyof PictureLanguage['texts']['source'];

/** What a picture states about its figures, label by label. */
export interface Provenance {
  readonly of: Of;
  readonly label: string;
  readonly texts: readonly string[];
  /** False where the only text says that nothing is stated: only main facts are then listed. */
  readonly isStated: boolean;
}

/** Facts that are listed where they are not stated, too. */
const MAIN: ReadonlySet<Of> = new Set(['method', 'gases', 'gwp', 'rounding', 'datasets', 'engine']);

/** Says where the figures of a picture are from. */
export function writeSource(source: Source, language: PictureLanguage): Provenance[] {
  const { texts, outside } = language;
  const { run, record } = source;
  const list = (values: readonly string[], separator = ', '): string[] =>
    values.length === 0 ? [] : [values.join(separator)];
  const facts: Readonly<Record<Of, readonly string[]>> = {
    method: list(methodsOf(source, language)),
    period: source.periods.map(({ from, until }) => language.period(from, until)),
    gases: list(source.gases.map(outside)),
    gwp: list(source.gwpSets.map(outside)),
    consolidation: source.consolidations.map(outside),
    intervals: distinct(source.intervals.map((note) => writeApproach(note, language))),
    rounding: list(distinct(source.roundings.map((rounding) => writeRounding(rounding, language))), '; '),
    datasets: source.datasets.map(outside),
    record: record === null ? [] : [record],
    engine: run === null ? [] : [texts.engine(outside(`${run.engine} ${run.version}`), run.digest)],
    exclusions: source.exclusions.map(outside),
    warnings: source.warnings.map(outside),
  };
  return (Object.keys(facts) as Of[]).flatMap((of) => {
    const isStated = facts[of].length > 0;
    if (!isStated && !MAIN.has(of)) return [];
    return [{ of, label: texts.source[of], texts: isStated ? facts[of] : [texts.notStated], isStated }];
  });
}

function methodsOf({ methods, run }: Source, { texts, outside }: PictureLanguage): string[] {
  const wrapped = methods.map(outside);
  if (run === null || methods.includes(run.method)) return wrapped;
  return [texts.methodBy(wrapped.join(', ') || texts.notStated, outside(run.method))];
}

function writeRounding(
  rounding: Source['roundings'][number],
  { texts, outside, count }: PictureLanguage,
): string {
  const mode = outside(rounding.mode);
  return 'digits' in rounding
    ? texts.rounding.digits(mode, count(rounding.digits))
    : texts.rounding.decimals(mode, count(rounding.decimals));
}

function writeApproach(
  { approach, level, draws, generator = '?', seed }: ShownUncertainty,
  { texts, count, outside, percent }: PictureLanguage,
): string {
  const likely = percent(Number(level));
  if (approach === 1) return texts.approach.propagation(likely);
  const drawn = draws === undefined ? '?' : count(draws);
  return texts.approach.simulation(likely, drawn, outside(generator), String(seed ?? '?'));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
