import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type RequestHandler, type Response, Router } from 'express';
import { HttpError } from '../errors/http-error.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PORTAL = join(ROOT, 'dist/portal');
const ENGINES = join(ROOT, 'engines');
const STARTER = join(ROOT, 'data');

/**
 * What pages of the portal may do. Scripts come from this server alone; `blob:` is for engines, which the page hashes before it runs
 * them. Pages may ask any endpoint of a chain that their user names.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval' blob:",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' http: https:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};

/** The names of built files hold their hash, so that they never change. */
const IMMUTABLE = 'public, max-age=31536000, immutable';
/** Paths that are never pages of the portal. */
const NOT_PAGES =
  /^\/(?:v1|assets|engines|starter|docs|metrics|openapi\.json|portal\.json|verify\.html(?:\.sha256)?|healthz|readyz)(?:\/|$)/;
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/**
 * Serves the portal, if it was built, and the engines and the starter data, with which browsers compute figures. The portal has one HTML file: any
 * path that a browser opens as a page gives it, unless something else is there. `rpcUrls` are the endpoints of the chain that it suggests.
 */
export function servePortal(rpcUrls: readonly string[]): Router {
  const router = Router({ strict: true });
  serveEngines(router);
  serveStarter(router);
  router.get('/portal.json', (_request, response) => {
    response.set('Cache-Control', 'no-cache').json({ rpcUrls });
  });
  if (!existsSync(join(PORTAL, 'index.html'))) {
    router.get('/', (_request, response) => response.redirect('docs/'));
    return router;
  }
  router.use('/assets', sendFile(join(PORTAL, 'assets'), IMMUTABLE));
  router.get('/favicon.svg', (request, response, next) => {
    sendFile(PORTAL, 'public, max-age=86400')(request, response, next);
  });
  // The file is for keeping: it has a policy of its own, and no page of this server.
  router.get(['/verify.html', '/verify.html.sha256'], (request, response, next) => {
    if (request.path === '/verify.html') response.attachment('verify.html');
    sendFile(PORTAL, 'no-cache')(request, response, next);
  });
  router.get(/.*/, (request, response, next) => {
    const isPage = !NOT_PAGES.test(request.path) && request.accepts(['json', 'html']) === 'html';
    if (!isPage) {
      next();
      return;
    }
    // Who asks for JSON at the same address gets another answer.
    response.vary('Accept');
    request.url = '/index.html';
    sendFile(PORTAL, 'no-cache')(request, response, next);
  });
  // Programs that ask for the start page are led to what they can read.
  router.get('/', (_request, response) => response.redirect('docs/'));
  return router;
}

/** Sends a file of a folder, compressed as the browser accepts it. */
function sendFile(folder: string, cache: string): RequestHandler {
  return (request, response, next) => {
    const name = request.path.slice(1);
    if (!/^\w[\w.-]*$/.test(name) || !existsSync(join(folder, name))) {
      next();
      return;
    }
    response
      .set({ ...HEADERS, 'Cache-Control': cache })
      .vary('Accept-Encoding')
      .type(name);
    const chosen = request.acceptsEncodings(ENCODINGS.map(([encoding]) => encoding));
    const [encoding, ending] = ENCODINGS.find(
      ([encoding, ending]) => encoding === chosen && existsSync(join(folder, name + ending)),
    ) ?? ['identity', ''];
    if (encoding !== 'identity') response.set('Content-Encoding', encoding);
    send(response, folder, name + ending);
  };
}

function send(response: Response, root: string, file: string): void {
  response.sendFile(file, { root, cacheControl: false, dotfiles: 'deny' });
}

/** Serves `/engines/index.json`, a list of versions and digests, and each engine as `/engines/<version>.mjs`. */
function serveEngines(router: Router): void {
  const versions = readdirSync(ENGINES)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => name.slice(0, -'.mjs'.length))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const engines = versions.map((version) => ({
    version,
    digest: `0x${createHash('sha256')
      .update(readFileSync(join(ENGINES, `${version}.mjs`)))
      .digest('hex')}`,
  }));
  router.get('/engines/index.json', (_request, response) => {
    response.set('Cache-Control', 'no-cache').json({ engines });
  });
  router.get('/engines/:file', (request, response) => {
    const { file } = request.params;
    if (!versions.includes(file.slice(0, -'.mjs'.length)) || !file.endsWith('.mjs'))
      throw new HttpError('not-found', `there is no engine ${file}`, { path: 'url', value: file });
    // The file of an engine changes until its release.
    response.set('Cache-Control', 'no-cache').type('js');
    send(response, ENGINES, file);
  });
}

/** Serves the starter data: `/starter/index.json` lists its files, `/starter/gwp-ar5.csv` is one of them. */
function serveStarter(router: Router): void {
  const list = JSON.parse(readFileSync(join(STARTER, 'index.json'), 'utf8')) as { readonly file: string }[];
  const names = new Set(['index.json', ...list.map(({ file }) => file)]);
  router.get(/^\/starter\//, (request, response, next) => {
    const file = request.path.slice('/starter/'.length);
    if (!names.has(file)) {
      next();
      return;
    }
    response.set('Cache-Control', 'no-cache');
    send(response, STARTER, file);
  });
}
