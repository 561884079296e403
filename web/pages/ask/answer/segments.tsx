import { type Handle, type HandleKind, kindOfHandle } from '../../../../agents/handles/handle.ts';
import type { Part, Segment } from '../../../../agents/render/node.ts';
import classes from '../ask.module.css';
import { useAskTexts } from '../ask-texts.ts';

/** Opens what a chip stands for. */
export type OnOpen = (ref: Handle) => void;

/** Parts whose chips open what they stand for. The others of a figure belong to its value. */
const OPENING: ReadonlySet<Part> = new Set(['value', 'message', 'run', 'title', 'clause']);
/** Things whose names open what they are: they have no value. */
const NAMED: readonly (HandleKind | null)[] = ['row', 'candidate'];
/** Parts that are too long for a button: it is behind them. */
const LONG: ReadonlySet<Part> = new Set(['message', 'run', 'clause']);

/** The pieces of a sentence. Every quantity is in an element with the handle that it stands for. */
export function Segments({ segments, onOpen }: { segments: readonly Segment[]; onOpen: OnOpen }) {
  return segments.map((segment, at) => <Piece key={at} segment={segment} onOpen={onOpen} />);
}

function Piece({ segment, onOpen }: { segment: Segment; onOpen: OnOpen }) {
  if (segment.is === 'text') return segment.text;
  if (segment.is === 'chip') return <Chip chip={segment} isOpening={doesOpen(segment)} onOpen={onOpen} />;
  const { ref, segments } = segment;
  const opening = segments.some((each) => each.is === 'chip' && each.part === 'value') ? 'value' : 'name';
  return (
    <span className={classes['figure']} data-ref={ref}>
      {segments.map((each, at) =>
        each.is === 'chip' ? (
          <Chip key={at} chip={each} isOpening={each.part === opening && each.ref === ref} onOpen={onOpen} />
        ) : (
          <Piece key={at} segment={each} onOpen={onOpen} />
        ),
      )}
    </span>
  );
}

function doesOpen({ ref, part }: ChipProps['chip']): boolean {
  return OPENING.has(part) || (part === 'name' && NAMED.includes(kindOfHandle(ref)));
}

interface ChipProps {
  readonly chip: Extract<Segment, { is: 'chip' }>;
  readonly isOpening: boolean;
  readonly onOpen: OnOpen;
}

function Chip({ chip: { ref, part, text }, isOpening, onOpen }: ChipProps) {
  const texts = useAskTexts();
  const isLong = LONG.has(part);
  const isButton = isOpening && !isLong;
  return (
    <>
      {!isButton && (
        <span className={classes['part']} data-ref={ref} data-part={part}>
          {text}
        </span>
      )}
      {isOpening && (
        <button
          type="button"
          className={classes['chip']}
          data-ref={ref}
          {...(isLong ? { 'aria-label': texts.open(ref) } : { 'data-part': part })}
          onClick={() => onOpen(ref)}
        >
          {isLong ? <span aria-hidden>…</span> : text}
        </button>
      )}
    </>
  );
}
