import { useState } from 'react';
import type { Node } from '../../../../agents/render/node.ts';
import { joinText } from '../../../../agents/render/plain-text.ts';
import { drawPicture } from '../../../../pictures/drawing/draw.ts';
import { FigureTable } from '../../../components/figure-table.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PictureImage } from '../../../pictures/picture-image.tsx';
import { PictureTable } from '../../../pictures/picture-table.tsx';
import { usePictureLanguage } from '../../../pictures/use-picture-language.ts';
import { useWidth } from '../../../pictures/use-width.ts';
import classes from '../ask.module.css';
import { useAskTexts } from '../ask-texts.ts';
import { AnswerLink } from './answer-link.tsx';
import { type OnOpen, Segments } from './segments.tsx';

/** A block of an answer. The gate admitted it, and the program wrote all of its words but those of a remark. */
export function AnswerNode({ node, onOpen }: { node: Node; onOpen: OnOpen }) {
  switch (node.is) {
    case 'paragraph':
      return (
        <p className={classes['statement']} data-group={node.group}>
          <Segments segments={node.segments} onOpen={onOpen} />
        </p>
      );
    case 'table':
      return (
        <FigureTable
          {...{ caption: node.caption, head: node.head, reference: node.ref }}
          rows={node.rows.map((row) =>
            row.map((cell, at) => <Segments key={at} segments={cell} onOpen={onOpen} />),
          )}
        />
      );
    case 'picture':
      return <AnswerPicture node={node} onOpen={onOpen} />;
    case 'link':
      return <AnswerLink node={node} onOpen={onOpen} />;
    case 'quotation':
      return (
        <blockquote className={classes['quotation']} data-ref={node.ref}>
          <p>{node.text}</p>
          <footer className="quiet">
            <Segments segments={node.by} onOpen={onOpen} />
          </footer>
        </blockquote>
      );
    case 'remark':
      return (
        <aside className={classes['remark']} data-remark>
          <strong>{node.label}</strong> {node.text}
        </aside>
      );
    case 'withheld':
      return <p className={`quiet ${classes['screen']}`}>{node.text}</p>;
    case 'refused':
      return <Refused node={node} />;
    case 'notice':
      return <p role="status">{node.text}</p>;
  }
}

/** Why there is no answer: each reason by its text and code, once, with the blocks that it is about. */
function Refused({ node: { text, problems } }: { node: Extract<Node, { is: 'refused' }> }) {
  const reasons = new Map(
    problems.map(({ problem, text: reason }) => [`${problem.code} ${problem.duty}`, { problem, reason }]),
  );
  return (
    <Notice tone="unsure" title={text}>
      <ul>
        {[...reasons.values()].map(({ problem: { code, duty }, reason }) => (
          <li key={`${code} ${duty}`}>
            {reason} <code>{duty === null ? code : `${code}: ${duty}`}</code>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** A picture with its numbers as a table, for who cannot see it. */
function AnswerPicture({ node, onOpen }: { node: Extract<Node, { is: 'picture' }>; onOpen: OnOpen }) {
  const texts = useAskTexts();
  const language = usePictureLanguage();
  const [room, width] = useWidth();
  const [isTable, setTable] = useState(false);
  const { picture, caption, ref } = node;
  const title = joinText(caption);
  return (
    <figure className={classes['picture']} data-ref={ref}>
      <div ref={room}>
        {width !== null && !isTable && (
          <PictureImage drawing={drawPicture(picture, width, language)} label={title} />
        )}
        {isTable && <PictureTable picture={picture} caption={title} />}
      </div>
      <figcaption>
        <Segments segments={caption} onOpen={onOpen} />{' '}
        <button type="button" className={classes['chip']} onClick={() => setTable(!isTable)}>
          {isTable ? texts.asPicture : texts.asTable}
        </button>
      </figcaption>
    </figure>
  );
}
