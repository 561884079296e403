import type { RunName } from '../../agents/handles/run-name.ts';
import type { Procedure } from '../../agents/procedures/procedure.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** What the options say about the runs of a question. */
export interface AskedRuns {
  /** Inputs of all runs. */
  readonly inputs: readonly string[];
  /** Inputs of one run: `b=new-meters.csv`. */
  readonly only: readonly string[];
  /** Choices for runs, by their names: `a=data/fuels.csv#diesel/CO2`. */
  readonly accepted: readonly string[];
  /** A file for each run, in their order. */
  readonly parameters: readonly string[];
  /** A method for each run, in their order. */
  readonly methods: readonly string[];
  /** Whether they may hold private entries, which no model gets. */
  readonly isPrivate: boolean;
}

/**
 * Returns what the options say about the runs of each part of a question: parameters and methods follow in the order of the runs, and `--only`
 * and `--accept` name a type, such as `land-year.a=land.csv`, where there are several.
 * @throws UsageError `option`
 */
export function shareOptions(procedures: readonly Procedure[], asked: AskedRuns): AskedRuns[] {
  if (procedures.length === 1) return [asked];
  const [only, accepted] = [asked.only, asked.accepted].map((texts) =>
    texts.map((text) => splitType(text, procedures)),
  );
  let before = 0;
  return procedures.map(({ question, runs }) => {
    const [first, last] = [before, (before += runs.length)];
    const ofPart = (texts: typeof only): readonly string[] =>
      (texts ?? []).filter(({ type }) => type === question).map(({ rest }) => rest);
    return {
      ...asked,
      ...{ only: ofPart(only), accepted: ofPart(accepted) },
      parameters: asked.parameters.slice(first, last),
      methods: asked.methods.slice(first, last),
    };
  });
}

/** @throws UsageError `option` */
function splitType(
  text: string,
  procedures: readonly Procedure[],
): { readonly type: string; readonly rest: string } {
  const [, type = '', rest = ''] = /^([a-z0-9-]+)\.(.*)$/su.exec(text) ?? [];
  if (procedures.some(({ question }) => question === type)) return { type, rest };
  const known = procedures.map(({ question }) => question).join(', ');
  throw new UsageError(
    'option',
    `the question has several parts, so that ${text} needs a type before it, such as ${procedures[0]!.question}.${text}; types: ${known}`,
  );
}

/** What an option gives one run. */
export interface OfRun {
  readonly run: RunName;
  readonly given: string;
}

/** Reads options such as `a=activity.csv`. @throws UsageError `option` */
export function parseOfRun(
  option: '--only' | '--accept',
  texts: readonly string[],
  { runs }: Procedure,
): readonly OfRun[] {
  return texts.map((text) => {
    const [name = '', given = ''] = text.split(/=(.*)/su);
    const slot = runs.find(({ run }) => run === name);
    if (slot !== undefined && given !== '') return { run: slot.run, given };
    const known = runs.map(({ run }) => run).join(', ');
    throw new UsageError(
      'option',
      `${option} takes a run and ${EXPECTED[option]} behind a sign of equality, such as ${known[0] ?? 'a'}=${EXAMPLES[option]}, got ${text}; runs: ${known}`,
    );
  });
}

const EXPECTED = { '--only': 'a file', '--accept': 'the name of a choice' };
const EXAMPLES = { '--only': 'activity.csv', '--accept': 'data/fuels.csv#diesel/CO2' };
