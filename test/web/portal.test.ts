import { afterAll, afterEach, beforeAll, beforeEach, describe, vi } from 'vitest';
import { openPathOutcomes, type PathOutcomes } from './path-outcome.ts';
import { describeAnswerFile } from './paths/answer-file.ts';
import { describeAsk } from './paths/ask.ts';
import { describeAskOracle } from './paths/ask-oracle.ts';
import { describeAuditor } from './paths/auditor.ts';
import { describeBooks } from './paths/books.ts';
import { describeCompany } from './paths/company.ts';
import { describeDocuments } from './paths/documents.ts';
import { describeEngines } from './paths/engines.ts';
import { describeExchange } from './paths/exchange.ts';
import { describeExplore } from './paths/explore.ts';
import { describeKeyboardWork } from './paths/keyboard-work.ts';
import { describeKeyboard } from './paths/keyboard.ts';
import { describeNewcomers } from './paths/newcomers.ts';
import { describeOffline } from './paths/offline.ts';
import { describeOfficer } from './paths/officer.ts';
import { describeOutsideTexts } from './paths/outside-texts.ts';
import { describePages } from './paths/pages.ts';
import { describePictures } from './paths/pictures.ts';
import { describeProducts } from './paths/products.ts';
import { describeProvenance } from './paths/provenance.ts';
import { describeRegistrar } from './paths/registrar.ts';
import { describeServerWord } from './paths/server-word.ts';
import { describeSignIn } from './paths/sign-in.ts';
import { describeStarter } from './paths/starter.ts';
import { describeStory } from './paths/story.ts';
import { describeStrangers } from './paths/strangers.ts';
import { describeVerdictWords } from './paths/verdict-words.ts';
import { describeVerify } from './paths/verify.ts';
import { copyPlayedHome } from '../e2e/played-home.ts';
import { HAS_CHROMIUM, WITHOUT } from '../browser/chromium.ts';
import { type Portal, startPortal } from './portal.ts';

/** Longer than a build of the portal and the worked example take beside other tests. */
const START_MS = 300_000;

// All paths share one ledger, which has played the worked example: to start one takes longer than to walk a path.
// What a path registers has titles of its own. What is deeper than the path of a user is only in npm run test:long.
vi.setConfig({ testTimeout: 240_000 });

describe.skipIf(!HAS_CHROMIUM)(HAS_CHROMIUM ? 'the portal' : `the portal ${WITHOUT}`, () => {
  let started: Portal;
  let outcomes: PathOutcomes;
  const portal = (): Portal => started;
  beforeAll(async () => {
    started = await startPortal('example', copyPlayedHome);
    outcomes = openPathOutcomes(started);
  }, START_MS);
  beforeEach(() => outcomes.begin());
  afterEach(async ({ task, expect }) => {
    const outcome = task.result?.state === 'fail' ? null : await outcomes.read();
    // Each open page has a stream of events, and a client address may have few.
    await Promise.all(started.browser.contexts().map((context) => context.close()));
    if (outcome !== null) expect(outcome).toMatchSnapshot();
  });
  afterAll(() => started.stop());

  describePages(portal);
  describeSignIn(portal);
  describeVerify(portal);
  describeEngines(portal);
  describeVerdictWords(portal);
  describeServerWord(portal);
  describeOutsideTexts(portal);
  describeOffline(portal);
  describeExplore(portal);
  describeProvenance(portal);
  describePictures(portal);
  describeOfficer(portal);
  describeProducts(portal);
  describeAsk(portal);
  describeStrangers(portal);
  describeAskOracle(portal);
  describeAnswerFile(portal);
  describeExchange(portal);
  describeRegistrar(portal);
  describeCompany(portal);
  describeStory(portal);
  describeBooks(portal);
  describeNewcomers(portal);
  describeAuditor(portal);
  describeDocuments(portal);
  describeKeyboard(portal);
  describeKeyboardWork(portal);
  describeStarter(portal);
});
