import type { Hex } from '../../../../core/encoding/hex.ts';
import { useFigureName } from '../../../language/figure-names.ts';
import { MOST_IN_LIST, showOutside } from '../../../language/outside-text.ts';
import { useAskTexts } from '../ask-texts.ts';
import { RecordVerdict } from './record-verdict.tsx';

/** The record that the person looked at, with its verdict, and the figure of it. */
export function About({ id, figure }: { id: Hex; figure: string | null }) {
  const texts = useAskTexts();
  const nameOf = useFigureName();
  return (
    <div className="inset row">
      <span className="quiet">{texts.aboutRecord}</span>
      <RecordVerdict id={id} />
      {figure !== null && <span>{nameOf(figure, null) ?? showOutside(figure, MOST_IN_LIST)}</span>}
    </div>
  );
}
