import { Link } from '@tanstack/react-router';
import { createContext, useContext } from 'react';
import type { Handles } from '../../../../agents/handles/handle-table.ts';
import type { Node } from '../../../../agents/render/node.ts';
import { joinText } from '../../../../agents/render/plain-text.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import classes from '../ask.module.css';
import type { OnOpen } from './segments.tsx';

/** What handles of the answer stand for: the program makes the address of a link. */
export const HandlesContext = createContext<Handles | null>(null);

/** The pages that a link opens without a record. */
const PAGES = {
  import: '/company/import',
  compute: '/company/compute',
  datasets: '/datasets',
  products: '/company/compute',
  panorama: '/records',
} as const;

/** A link to a page of the portal. One about a figure or run that was computed here opens it beside the answer: it has no page. */
export function AnswerLink({ node, onOpen }: { node: Extract<Node, { is: 'link' }>; onOpen: OnOpen }) {
  const handles = useContext(HandlesContext);
  const { to, ref } = node;
  const words = joinText(node.segments);
  if (!('about' in to))
    return (
      <p data-ref={ref}>
        <Link to={PAGES[to.page]}>{words}</Link>
      </p>
    );
  const record = recordOf(to.about, handles);
  return (
    <p data-ref={ref}>
      {record === null ? (
        <button type="button" className={classes['chip']} onClick={() => onOpen(to.about)}>
          {words}
        </button>
      ) : (
        <Link to="/records/$id" params={{ id: record }}>
          {words}
        </Link>
      )}
    </p>
  );
}

function recordOf(about: string, handles: Handles | null): Hex | null {
  const item = handles?.find(about) ?? null;
  if (item?.kind === 'record' || item?.kind === 'row') return item.record;
  return item?.kind === 'figure' && item.source.is === 'proven' ? item.source.record : null;
}
