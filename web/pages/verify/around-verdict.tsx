import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { loadLater } from '../../components/load-later.tsx';
import { Loading } from '../../components/states.tsx';
import type { Surroundings } from '../../verification/verdict/surroundings.tsx';

const FigureSources = loadLater(() => import('./figure-sources.tsx'), 'FigureSources');

/** What the portal can do around a verdict: its records and parties have pages, and a figure can be followed to its rows. */
export const SURROUNDINGS: Surroundings = {
  linkRecord: (id, text) => (
    <Link to="/records/$id" params={{ id }} title={id}>
      {text}
    </Link>
  ),
  linkParty: (id, text) => (
    <Link to="/parties/$party" params={{ party: id }} title={id}>
      {text}
    </Link>
  ),
  renderSources: (file, figure) => (
    <Suspense fallback={<Loading />}>
      <FigureSources file={file} figure={figure} />
    </Suspense>
  ),
};
