import type { RecordView } from '../../../client/generated/openapi.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { useSession } from '../../session/session.tsx';
import { useRecordPageTexts } from './record-page-texts.ts';
import { useFigures } from './use-figures.ts';

/** Leads to the page of a panorama; nothing where the record is not one, or its figures are private. */
export function PanoramaButton({ view: { id, publicEntries } }: { view: RecordView }) {
  const texts = useRecordPageTexts();
  const mayRead = useSession().session !== null || publicEntries;
  const { result } = useFigures(mayRead ? id : null);
  if (result?.figures.some(({ key }) => key.startsWith('panorama/')) !== true) return null;
  return (
    <LinkButton to="/records/$id/panorama" params={{ id }} variant="default">
      {texts.panorama}
    </LinkButton>
  );
}
