import { useMemo } from 'react';
import { isAnswer, KINDS } from '../../../core/records/kind.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { useRecordTexts } from '../../components/record-texts.ts';
import type { Tone } from '../../components/tag.tsx';
import { useGraphTexts } from '../../graph/picture/graph-texts.ts';
import { MarkedBox } from '../../graph/marked-box.tsx';
import { Picture, type PictureBox } from '../../graph/picture/picture.tsx';
import { useFormat } from '../../language/format.ts';
import type { Dependent, DependentState } from './impact-query.ts';
import { useImpactTexts } from './impact-texts.ts';
import { usesEarlier } from '../../../jobs/impact/judge-dependents.ts';
import type { OtherStanding } from '../../../jobs/impact/other-standing.ts';
import classes from './impact.module.css';
import { titleOr } from '../../data/record-title.ts';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';

/** The most dependents of a picture. */
const MOST = 150;

/** The colour of each state. */
export const STATE_TONES: Record<DependentState, Tone> = {
  stale: 'unsure',
  restated: 'good',
  unaffected: 'neutral',
  withdrawn: 'bad',
};

interface ImpactPictureProps {
  readonly root: Hex;
  readonly title: string;
  readonly dependents: readonly Dependent[];
  /** The newest version of the record; null until it is known. */
  readonly newest: number | null;
  /** How dependents stand besides the record, where that is known. */
  readonly others: ReadonlyMap<Hex, OtherStanding>;
  readonly onChoose: (id: Hex) => void;
}

/** The record on the left, and to its right what was made from it. */
export function ImpactPicture(props: ImpactPictureProps) {
  const { root, title, dependents, onChoose } = props;
  const texts = useImpactTexts();
  const format = useFormat();
  const shown = useMemo(() => dependents.slice(0, MOST), [dependents]);
  const boxes = useBoxes(props, shown);
  const edges = useMemo(() => listEdges(root, shown), [root, shown]);
  return (
    <div>
      <Picture
        label={texts.pictureLabel(showOutside(title, MOST_OF_TITLE))}
        boxes={boxes}
        edges={edges}
        root={root}
        side="start"
        chosen={null}
        onChoose={(id) => onChoose(id as Hex)}
      />
      {dependents.length > MOST && (
        <p className={classes['limit']}>
          {texts.pictureLimit(format.number(MOST), format.number(dependents.length))}
        </p>
      )}
    </div>
  );
}

const SIZE = { width: 216, height: 78 };

/** Returns a function that says how a dependent stands besides the record. */
export function useOtherWords(): (other: OtherStanding) => string {
  const { besides } = useImpactTexts();
  const format = useFormat();
  return (other) =>
    other.kind === 'replaced' ? besides.replaced(format.number(other.by)) : besides[other.kind];
}

function useBoxes(
  { root, title, newest, others }: ImpactPictureProps,
  shown: readonly Dependent[],
): PictureBox[] {
  const texts = useImpactTexts();
  const records = useRecordTexts();
  const graph = useGraphTexts();
  const format = useFormat();
  const describe = useOtherWords();
  const first: PictureBox = {
    id: root,
    ...SIZE,
    look: 'root',
    tone: 'neutral',
    content: <MarkedBox head={graph.record} title={title} mark={null} note={null} />,
  };
  const rest = shown.map((dependent): PictureBox => {
    const { id, identifier, kind, state, sequence, subject } = dependent;
    const kindName = records.kinds[kind];
    const isEarlier = usesEarlier(dependent, newest);
    const other = state === 'unaffected' ? others.get(id) : undefined;
    const own = { tone: STATE_TONES[state], text: isEarlier ? texts.usesEarlier : texts.states[state] };
    const mark = other === undefined ? own : { tone: 'unsure' as const, text: describe(other) };
    return {
      id,
      ...SIZE,
      look: 'plain',
      tone: mark.tone,
      content: (
        <MarkedBox
          head={identifier === null ? kindName : `${kindName} · ${identifier}`}
          title={titleOr(dependent.title, records.untitled)}
          mark={mark}
          note={
            isAnswer(KINDS[kind])
              ? texts.answerVersion(format.number(sequence))
              : texts.versionOf(subject, format.number(sequence))
          }
        />
      ),
    };
  });
  return [first, ...rest];
}

/** Edges along the paths. A path may begin at an earlier version: then it begins at the record. */
function listEdges(root: Hex, shown: readonly Dependent[]) {
  const ids = new Set<Hex>([root, ...shown.map(({ id }) => id)]);
  const edges = shown.flatMap(({ id, path }) => {
    const before = path.at(-2);
    const from = before !== undefined && ids.has(before) ? before : root;
    return from === id ? [] : [{ from, to: id, label: null, isQuiet: from === root && path.length > 2 }];
  });
  return edges;
}
