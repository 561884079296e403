import { Link } from '@tanstack/react-router';
import type { Hex } from '../../core/encoding/hex.ts';
import { usePanelTexts } from './panel-texts.ts';

/** A link to the verification of a record, in which the chain is asked. */
export function VerifyLink({ id }: { id: Hex }) {
  const texts = usePanelTexts();
  return (
    <Link to="/verify" search={{ record: id }}>
      {texts.verify}
    </Link>
  );
}
