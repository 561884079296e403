import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Hex, isHex } from '../../../core/encoding/hex.ts';
import type { Sheet } from '../../../jobs/survey/panorama-sheet.ts';
import { surveyPanorama, type SurveyedPanorama } from '../../../jobs/survey/survey-panorama.ts';
import { choosePictures } from '../../../pictures/choose.ts';
import type { PicturedResult } from '../../../pictures/kinds/source.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Empty, Failure, Loading, Unread } from '../../components/states.tsx';
import { isPrivate } from '../../data/is-private.ts';
import { openPortalApi } from '../../data/ledger.ts';
import { recordQuery } from '../../data/queries.ts';
import { titleOf } from '../../data/record-title.ts';
import { usePlace } from '../../language/place.ts';
import { PictureFrame } from '../../pictures/picture-frame.tsx';
import { useLedger, useSession } from '../../session/session.tsx';
import { SignInButton } from '../../session/session-menu.tsx';
import { useFigures } from '../records/use-figures.ts';
import { AccountSection } from './account-section.tsx';
import { GapSection } from './gap-section.tsx';
import { usePanoramaTexts } from './panorama-texts.ts';
import { RivalsSection } from './rivals-section.tsx';
import { WarningsSection } from './warnings-section.tsx';
import classes from './panorama.module.css';

const route = getRouteApi('/records/$id/panorama');

/** The accounts of a panorama side by side, each number with a way to its proof. Printed, it is the sheet. */
export function PanoramaPage() {
  const texts = usePanoramaTexts();
  const { record, untitled } = useRecordTexts();
  const { id } = route.useParams();
  const query = useQuery(recordQuery(id as Hex));
  const { data } = query;
  if (data === undefined) return <Unread query={query} heading={record} />;
  return (
    <div className="stack">
      <PageHeading
        outside={titleOf(data, untitled)}
        title={texts.titleOf}
        serverWord={id}
        lead={texts.lead}
        actions={
          <>
            <Link to="/records/$id" params={{ id }}>
              {texts.toRecord}
            </Link>
            <Button className={classes['tools'] ?? ''} variant="default" onClick={() => window.print()}>
              {texts.print}
            </Button>
          </>
        }
      />
      {isHex(id, 32) && <Surveyed key={id} id={id} />}
    </div>
  );
}

function Surveyed({ id }: { id: Hex }) {
  const texts = usePanoramaTexts();
  const { key } = useLedger();
  const { session } = useSession();
  const { result } = useFigures(id);
  const { data, error, refetch } = useQuery({
    queryKey: [...key, 'panorama', id],
    queryFn: () => surveyPanorama(openPortalApi(session?.token), id),
  });
  if (isPrivate(error))
    return (
      <Empty title={texts.hidden}>
        <p>{texts.hiddenAdvice}</p>
        {session === null && <SignInButton />}
      </Empty>
    );
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  if (data === undefined || result === undefined) return <Loading />;
  if (data === null) return <Empty title={texts.none}>{texts.noneAdvice}</Empty>;
  return <Panorama id={id} surveyed={data} result={result} />;
}

/** A panorama has no alternatives to choose from. */
const CHOICE = { basis: 'location', stressor: null } as const;

interface PanoramaProps {
  readonly id: Hex;
  readonly surveyed: SurveyedPanorama;
  readonly result: PicturedResult;
}

/** What a panorama shows, by what it is about. */
export function Panorama({ id, surveyed, result }: PanoramaProps) {
  const { sheet } = surveyed;
  const abouts = [...new Set([...sheet.lines, ...sheet.parts].map(({ about }) => about))];
  return abouts.map((about) => (
    <About key={about} id={id} about={about} surveyed={surveyed} result={result} sheet={only(sheet, about)} />
  ));
}

function only({ lines, parts }: Sheet, about: string): Sheet {
  const isOwn = (each: { readonly about: string }): boolean => each.about === about;
  return { lines: lines.filter(isOwn), parts: parts.filter(isOwn) };
}

function About({
  id,
  about,
  sheet,
  surveyed: { standings },
  result,
}: PanoramaProps & { readonly about: string; readonly sheet: Sheet }) {
  const texts = usePanoramaTexts();
  const place = usePlace();
  const pictures = useMemo(() => {
    const figures = result.figures.filter(({ key }) => key.startsWith(`panorama/${about}/`));
    return choosePictures({ figures, sequence: 0, before: null }, CHOICE, ['years', 'partners', 'nature']);
  }, [result, about]);
  const accounts = [...new Set(sheet.lines.map(({ account }) => account))];
  return (
    <section className={`stack ${classes['about'] ?? ''}`} aria-label={place(about)}>
      <h2>{place(about)}</h2>
      <p className="quiet">{texts.apart}</p>
      {pictures.map((picture, index) => (
        <PictureFrame key={`${picture.kind} ${index}`} picture={picture} result={result} />
      ))}
      <div className={classes['accounts']}>
        {accounts.map((account) => (
          <AccountSection
            key={account}
            id={id}
            account={account}
            lines={sheet.lines.filter((line) => line.account === account)}
            standings={standings}
          />
        ))}
      </div>
      <RivalsSection id={id} lines={sheet.lines} />
      <GapSection id={id} parts={sheet.parts} />
      <WarningsSection sheet={sheet} />
    </section>
  );
}
