import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import * as z from 'zod';
import { HomePage } from './pages/home/home-page.tsx';
import { FailedPage, NotFoundPage } from './shell/failed-page.tsx';
import { loadLater } from './components/load-later.tsx';
import { Loading } from './components/states.tsx';
import { Shell } from './shell/shell.tsx';

/** A search parameter that is a text; left out where it is something else. */
const optionalText = z.string().optional().catch(undefined);

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

/** Parameters of a page in its address: what is not understood is left out. */
const text = z
  .union([z.string().max(256), z.number().transform(String)])
  .optional()
  .catch(undefined);
const version = z.number().int().positive().optional().catch(undefined);

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });

const records = createRoute({
  getParentRoute: () => root,
  path: '/records',
  validateSearch: z.object({
    kind: z.enum(['dataset', 'result', 'disclosure', 'assurance', 'decision']).optional().catch(undefined),
    state: z
      .enum(['accepted', 'sealed', 'submitted', 'anchored', 'final', 'rejected'])
      .optional()
      .catch(undefined),
    party: text,
    subject: text,
    addressee: text,
    since: text,
    until: text,
  }),
  component: loadLater(() => import('./pages/records/records-page.tsx'), 'RecordsPage'),
});

const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  validateSearch: z.object({
    record: z.string().optional().catch(undefined),
    policy: z.literal('open').optional().catch(undefined),
  }),
  component: loadLater(() => import('./pages/verify/verify-page.tsx'), 'VerifyPage'),
});

const record = createRoute({
  getParentRoute: () => root,
  path: '/records/$id',
  component: loadLater(() => import('./pages/records/record-page.tsx'), 'RecordPage'),
});

const pictures = createRoute({
  getParentRoute: () => root,
  path: '/records/$id/pictures',
  validateSearch: z.object({
    basis: z.enum(['location', 'market']).optional().catch(undefined),
    stressor: z.string().max(256).optional().catch(undefined),
  }),
  component: loadLater(() => import('./pages/records/pictures-page.tsx'), 'PicturesPage'),
});

const panorama = createRoute({
  getParentRoute: () => root,
  path: '/records/$id/panorama',
  component: loadLater(() => import('./pages/panorama/panorama-page.tsx'), 'PanoramaPage'),
});

const provenance = createRoute({
  getParentRoute: () => root,
  path: '/records/$id/provenance',
  validateSearch: z.object({
    figure: optionalText,
    view: z.enum(['picture', 'list']).optional().catch(undefined),
  }),
  component: loadLater(() => import('./pages/provenance/provenance-page.tsx'), 'ProvenancePage'),
});

const impact = createRoute({
  getParentRoute: () => root,
  path: '/records/$id/impact',
  validateSearch: z.object({
    row: optionalText,
    state: z.enum(['stale', 'restated', 'unaffected', 'withdrawn']).optional().catch(undefined),
    view: z.enum(['picture', 'list']).optional().catch(undefined),
  }),
  component: loadLater(() => import('./pages/impact/impact-page.tsx'), 'ImpactPage'),
});

const parties = createRoute({
  getParentRoute: () => root,
  path: '/parties',
  component: loadLater(() => import('./pages/parties/parties-page.tsx'), 'PartiesPage'),
});

const party = createRoute({
  getParentRoute: () => root,
  path: '/parties/$party',
  validateSearch: z.object({ tab: z.enum(['streams', 'records']).optional().catch(undefined) }),
  component: loadLater(() => import('./pages/parties/party-page.tsx'), 'PartyPage'),
});

const stream = createRoute({
  getParentRoute: () => root,
  path: '/streams/$party/$kind/$',
  validateSearch: z.object({
    a: version,
    b: version,
    show: z.enum(['added', 'removed', 'changed', 'followed']).optional().catch(undefined),
  }),
  component: loadLater(() => import('./pages/streams/stream-page.tsx'), 'StreamPage'),
});

const datasets = createRoute({
  getParentRoute: () => root,
  path: '/datasets',
  component: loadLater(() => import('./pages/datasets/datasets-page.tsx'), 'DatasetsPage'),
});

const factors = createRoute({
  getParentRoute: () => root,
  path: '/factors',
  validateSearch: z.object({
    q: text,
    place: text,
    year: text,
    type: text,
    gas: text,
    unit: text,
    source: text,
  }),
  component: loadLater(() => import('./pages/factors/factors-page.tsx'), 'FactorsPage'),
});

const batches = createRoute({
  getParentRoute: () => root,
  path: '/batches',
  component: loadLater(() => import('./pages/batches/batches-page.tsx'), 'BatchesPage'),
});

const batch = createRoute({
  getParentRoute: () => root,
  path: '/batches/$number',
  component: loadLater(() => import('./pages/batches/batch-page.tsx'), 'BatchPage'),
});

const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  validateSearch: z.object({ q: text }),
  component: loadLater(() => import('./pages/search/search-page.tsx'), 'SearchPage'),
});

const ask = createRoute({
  getParentRoute: () => root,
  path: '/ask',
  validateSearch: z.object({ record: text, figure: text, form: text }),
  component: loadLater(() => import('./pages/ask/ask-page.tsx'), 'AskPage'),
});

const company = createRoute({
  getParentRoute: () => root,
  path: '/company',
  component: loadLater(() => import('./pages/company/company-page.tsx'), 'CompanyPage'),
});

const importing = createRoute({
  getParentRoute: () => root,
  path: '/company/import',
  validateSearch: z.object({ subject: text }),
  component: loadLater(() => import('./pages/company/import-page.tsx'), 'ImportPage'),
});

const compute = createRoute({
  getParentRoute: () => root,
  path: '/company/compute',
  validateSearch: z.object({ from: text, source: text }),
  component: loadLater(() => import('./pages/company/compute-page.tsx'), 'ComputePage'),
});

const disclose = createRoute({
  getParentRoute: () => root,
  path: '/company/disclose/$id',
  validateSearch: z.object({ subject: text }),
  component: loadLater(() => import('./pages/company/disclose-page.tsx'), 'DisclosePage'),
});

const ownRecord = createRoute({
  getParentRoute: () => root,
  path: '/company/records/$id',
  component: loadLater(() => import('./pages/company/own-record-page.tsx'), 'OwnRecordPage'),
});

const auditor = createRoute({
  getParentRoute: () => root,
  path: '/auditor',
  validateSearch: z.object({
    kind: z.literal('disclosure').optional().catch(undefined),
    show: z.enum(['addressed', 'granted']).optional().catch(undefined),
    state: z.enum(['new', 'in-work', 'outdated', 'given', 'withdrawn']).optional().catch(undefined),
    party: text,
  }),
  component: loadLater(() => import('./pages/auditor/auditor-page.tsx'), 'AuditorPage'),
});

const assure = createRoute({
  getParentRoute: () => root,
  path: '/auditor/$id',
  validateSearch: z.object({ figures: z.literal('different').optional().catch(undefined) }),
  component: loadLater(() => import('./pages/auditor/assure-page.tsx'), 'AssurePage'),
});

const exchange = createRoute({
  getParentRoute: () => root,
  path: '/exchange',
  validateSearch: z.object({
    show: z.literal('all').optional().catch(undefined),
    open: z.literal(true).optional().catch(undefined),
    again: z.literal(true).optional().catch(undefined),
    verdict: z.enum(['verified', 'not-verified', 'unchecked']).optional().catch(undefined),
    opinion: z.enum(['unqualified', 'qualified', 'adverse', 'none']).optional().catch(undefined),
    sort: z.enum(['oldest', 'company', 'title']).optional().catch(undefined),
    party: text,
    period: text,
  }),
  component: loadLater(() => import('./pages/exchange/exchange-page.tsx'), 'ExchangePage'),
});

const decide = createRoute({
  getParentRoute: () => root,
  path: '/exchange/$id',
  component: loadLater(() => import('./pages/exchange/decide-page.tsx'), 'DecidePage'),
});

const operator = createRoute({
  getParentRoute: () => root,
  path: '/operator',
  validateSearch: z.object({
    action: z
      .enum(['registerParty', 'addIdentifier', 'openRole', 'closeRole', 'addKey', 'closeKey', 'suspend'])
      .optional()
      .catch(undefined),
    party: text,
  }),
  component: loadLater(() => import('./pages/operator/operator-page.tsx'), 'OperatorPage'),
});

const routes = root.addChildren([
  home,
  records,
  verify,
  record,
  pictures,
  panorama,
  provenance,
  impact,
  parties,
  party,
  stream,
  datasets,
  factors,
  batches,
  batch,
  search,
  ask,
  company,
  importing,
  compute,
  disclose,
  ownRecord,
  auditor,
  assure,
  exchange,
  decide,
  operator,
]);

/** Returns the router of the portal. Each page is loaded when it is first opened. */
export function openRouter() {
  return createRouter({
    routeTree: routes,
    defaultErrorComponent: FailedPage,
    defaultPendingComponent: Loading,
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof openRouter>;
  }
}
