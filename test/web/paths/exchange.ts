import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Wallet } from 'ethers';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPrivateKey } from '../../../client/keys/private-key.ts';
import { signerOfKey } from '../../../client/keys/signer.ts';
import type { KeyHolder } from '../../../devnet/stack/local-keys.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import {
  ApiError,
  type Draft,
  hashParty,
  type Hex,
  openClient,
  signDraftBy,
  submissionOf,
} from '../../../library/client.ts';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';
import { lastStep, ledgerWorks } from './shown.ts';

const COMPANY = 'lei:0000EXAMPLESTEEL0025';
const AUDITOR = 'urn:example.org:clear-assurance';
const REGULATOR = 'urn:example.org:carbon-regulator';
const EXCHANGE = 'urn:example.org:open-carbon-exchange';

/** How a disclosure is made. */
interface Given {
  /** The result whose figure it shows. */
  readonly cites?: Hex;
  readonly isPrivate?: boolean;
}

export function describeExchange(portal: () => Portal): void {
  describe('the pages of exchange and operator', () => {
    beforeAll(async () => {
      // A title that a spreadsheet would compute.
      await disclose('=2+3 2024', 'south/2024');
      await assure(await disclose('North 2024', 'north/2024', { cites: await compute('inventory/north') }));
    }, 120_000);

    const register = async (holder: KeyHolder, draft: Draft, isPublic = true): Promise<Hex> => {
      const signed = await signDraftBy(draft, signerOfKey(openPrivateKey(portal().keyOf(holder))));
      for (;;) {
        try {
          return (await openClient(portal().url).registerRecord(submissionOf(signed, isPublic))).id;
        } catch (error) {
          // Intake judges by the block of its last look, which may be a moment older than the registration of the key.
          if (!(error instanceof ApiError && error.code.startsWith('waiting-'))) throw error;
          await wait(500);
        }
      }
    };
    const waitFor = (id: Hex): Promise<void> => openClient(portal().url).waitFor(id);
    const [from, until] = [Date.UTC(2024, 0) / 1000, Date.UTC(2025, 0) / 1000];
    const FIGURE = { key: 'total/scope1', value: '1000.5', unit: 't{CO2e}', from, until };
    const compute = async (subject: string): Promise<Hex> => {
      const draft = await openClient(portal().url).draftNext({
        ...{ party: COMPANY, kind: 'result', subject, public: true },
        statement: { title: `Result ${subject}`, period: '2024', standard: 'GHG Protocol' },
        entries: [{ ...FIGURE, detail: null }],
      });
      return register('company', draft);
    };
    const disclose = async (title: string, subject: string, { cites, isPrivate = false }: Given = {}) => {
      const detail = cites === undefined ? null : { derivation: { result: cites, key: FIGURE.key } };
      const draft = await openClient(portal().url).draftNext({
        ...{ party: COMPANY, kind: 'disclosure', subject, public: !isPrivate },
        ...(isPrivate ? { secret: `0x${'11'.repeat(32)}` as const } : {}),
        ...(cites === undefined ? {} : { sources: [cites] }),
        statement: { title, period: '2024', standard: 'GHG Protocol', addressees: [hashParty(EXCHANGE)] },
        entries: [{ ...FIGURE, detail }],
      });
      return register('company', draft, !isPrivate);
    };
    const answer = async (holder: 'auditor' | 'regulator', id: Hex, words: JsonObject): Promise<void> => {
      await waitFor(id);
      const statement = { title: 'Answer 2024', period: '2024', standard: 'ISO 14064-3', ...words };
      const [party, kind] =
        holder === 'auditor' ? ([AUDITOR, 'assurance'] as const) : ([REGULATOR, 'decision'] as const);
      const draft = await openClient(portal().url).draftAnswer({ party, kind, statement }, id);
      await waitFor(await register(holder, draft));
    };
    const assure = (id: Hex, opinion = 'unqualified'): Promise<void> =>
      answer('auditor', id, { opinion, level: 'limited', scope: 'scope 1' });

    itLong(
      'an exchange verifies its inbox, accepts what is verified and assured, and exports it',
      async () => {
        const page = await portal().open('/exchange', { wallet: 'exchange' });
        const errors = watchErrors(page);
        await signIn(page);
        const north = rowOf(page, 'North 2024');
        await north.getByText('Verified', { exact: true }).waitFor();
        expect(await north.textContent()).toMatch(
          /1,000\.5 t CO₂e.*Unqualified, limited assurance.*clear-assurance.*Scope: scope 1.*Open/,
        );
        await rowOf(page, '=2+3 2024').getByText('Not assured').waitFor();

        const [csv] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: 'Export as CSV' }).click(),
        ]);
        const text = await readFile(await csv.path(), 'utf8');
        expect(text).toMatch(/^\uFEFFrecord,/);
        expect(text).toContain(`,'=2+3 2024,`);
        expect(text).toContain('verified,,unqualified,,,total/scope1,1000.5,t{CO2e},2024-01-01T00:00:00Z');
        expect(text).toContain('2025-01-01T00:00:00Z,limited,,,,cited');

        for (const title of ['North 2024', '=2+3 2024'])
          await rowOf(page, title).getByRole('checkbox').check();
        await page.getByRole('button', { name: 'Accept the chosen…' }).click();
        await page.getByRole('button', { name: 'Sign 1 decision' }).waitFor();
        const left = page.getByRole('listitem').filter({ hasText: '=2+3 2024' });
        expect(await left.textContent()).toContain('Nobody has assured this version.');
        const ready = page.getByRole('listitem').filter({ hasText: 'North 2024' });
        expect(await ready.textContent()).toMatch(
          /STEEL0025.*total\/scope1 1,000\.5 t CO₂e.*2024.*Unqualified, limited/,
        );
        await page.getByRole('button', { name: 'Sign 1 decision' }).click();
        await page.getByText('Registered 1 of 1').waitFor();
        await page.getByRole('button', { name: 'Close' }).click();
        // Once the decision is final, the disclosure is verified again, and its proof file shows it.
        await north.getByText('Accepted', { exact: true }).waitFor();
        expect(errors).toEqual([]);
      },
    );

    itLong(
      'what speaks against a disclosure is in its row, and keeps it from being accepted with others',
      async () => {
        const objected = await compute('inventory/objected');
        await assure(objected, 'adverse');
        const hidden = await disclose('Hidden 2024', 'hidden/2024', { cites: objected, isPrivate: true });
        await assure(hidden);
        await answer('regulator', hidden, { outcome: 'rejected', reason: 'The factors are invented.' });
        const page = await portal().open('/exchange', { wallet: 'exchange' });
        const errors = watchErrors(page);
        await signIn(page);
        const row = rowOf(page, 'Hidden 2024');
        await row.getByText('Genuine, shows no figures').waitFor();
        await row.getByText('Adverse, on a result that it cites').waitFor();
        await row.getByText('An exchange or regulator rejected the record').waitFor();
        await row.getByRole('checkbox').check();
        await page.getByRole('button', { name: 'Accept the chosen…' }).click();
        await page.getByText('None of the chosen disclosures can be accepted together').waitFor();
        await page.getByText('you accept figures that you have not seen').waitFor();
        await page.getByRole('link', { name: 'Hidden 2024' }).click();
        await page
          .getByRole('heading', { level: 2, name: 'Genuine, shows no figures, but others object to it' })
          .waitFor();
        await page.getByText('Others object to what this disclosure cites').waitFor();
        expect(errors).toEqual([]);
      },
    );

    itLong('one disclosure is rejected with a reason that is read before it is signed', async () => {
      const page = await portal().open('/exchange?opinion=none', { wallet: 'exchange' });
      await signIn(page);
      await rowOf(page, '=2+3 2024').getByRole('link', { name: '=2+3 2024' }).click();
      await page.getByLabel('Reject').check();
      await page.getByRole('button', { name: 'Review what you sign' }).click();
      await page.getByText('Give a reason').waitFor();
      await page.getByLabel('Reason').fill('No auditor has seen it.');
      await page.getByRole('button', { name: 'Review what you sign' }).click();
      await page
        .getByRole('region', { name: 'What you sign' })
        .getByText('No auditor has seen it.')
        .waitFor();
      await page.getByRole('button', { name: 'Sign and register' }).click();
      await lastStep(page).waitFor();
    });

    itLong('the inbox says by which policy it verifies, and which source was replaced', async () => {
      const page = await portal().open('/exchange', { wallet: 'exchange' });
      await signIn(page);
      await page.getByText('must hold: “It is the newest version”').waitFor();
      const row = rowOf(page, 'Disclosure 2023');
      await row.getByText('Not verified: genuine, but its source was replaced').waitFor();
      await row.getByText('Scope 2, location-based').waitFor();
      await row.getByRole('link', { name: 'Its source was replaced: version 2' }).waitFor();
      await row.getByText('You accepted this before its source was replaced: decide again').waitFor();
      await row.getByRole('link', { name: 'Disclosure 2023' }).click();
      await page
        .getByRole('heading', { level: 2, name: 'Not verified: genuine, but its source was replaced' })
        .waitFor();
      await page.getByRole('link', { name: 'Open version 1, which it used' }).click();
      await page.getByRole('heading', { level: 1, name: 'Inventory 2023' }).waitFor();
    });

    itLong(
      'a disclosure that is not verified is accepted only after its reason was read and ticked',
      async () => {
        const page = await portal().open('/exchange?again=true', { wallet: 'exchange' });
        await signIn(page);
        await rowOf(page, 'Disclosure 2023').getByText('its source was replaced').first().waitFor();
        await page.getByRole('row').filter({ hasText: 'North 2024' }).waitFor({ state: 'detached' });
        await rowOf(page, 'Disclosure 2023').getByRole('link', { name: 'Disclosure 2023' }).click();
        await page.getByText('Version 1 to 2: the electricity factors').waitFor();
        // A withdrawal needs only a reason.
        await page.getByRole('button', { name: 'Withdraw your decision' }).click();
        await page.getByText('Give a reason').waitFor();
        expect(await page.getByText('Choose what you decide').count()).toBe(0);
        await page.getByLabel('Accept', { exact: true }).check();
        await page.getByLabel('Reason').fill('The restatement is not material.');
        await page.getByRole('button', { name: 'Review what you sign' }).click();
        await page.getByText('You are about to accept figures that your policy does not verify').waitFor();
        await page.getByRole('button', { name: 'Sign and register' }).click();
        await page.getByText('Go back and decide otherwise, or confirm').waitFor();
        expect(await page.getByRole('heading', { name: 'Registered' }).count()).toBe(0);
      },
    );

    itLong('a server that changes a figure in its answers is caught', async () => {
      const page = await portal().open('/', { wallet: 'exchange' });
      await page.route(/\/bundle/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replaceAll('"1000.5"', '"900.5"') });
      });
      await signIn(page);
      await page.getByRole('link', { name: 'Exchange, regulator' }).click();
      await rowOf(page, 'North 2024').getByText('Not verified: altered or forged').waitFor();
    });

    it('a registrar registers a party by a wallet; another account is refused before anything is sent', async () => {
      const page = await portal().open('/operator', { wallet: 'registrar' });
      const errors = watchErrors(page);
      await ledgerWorks(page).waitFor();
      await page.getByRole('button', { name: 'Connect Test wallet' }).click();
      await page.getByText('This account is a registrar.').waitFor();
      await page.getByLabel('Address of the key').fill(Wallet.createRandom().address);
      await page.getByLabel('Identifier').fill(COMPANY);
      await page.getByRole('button', { name: 'Review the transaction' }).click();
      await page.getByText(`${COMPANY} is registered already.`).waitFor();
      await page.getByText('IdentifierTaken').waitFor();
      await page.getByLabel('Identifier').fill('urn:example.org:new-company');
      await page.getByRole('button', { name: 'Review the transaction' }).click();
      await page.getByRole('button', { name: 'Send by wallet' }).click();
      await page.getByText(/^Final in block/).waitFor();
      const party = await openClient(portal().url).readParty({ party: 'urn:example.org:new-company' });
      expect(party.roles).toEqual(['company']);
      expect(errors).toEqual([]);

      const other = await portal().open('/operator', { wallet: 'company' });
      await other.getByRole('button', { name: 'Connect Test wallet' }).click();
      await other.getByText('This account is not a registrar', { exact: true }).waitFor();
      expect(await other.getByRole('button', { name: 'Review the transaction' }).count()).toBe(0);
    });
  });
}

/** Returns the row of the inbox with a title. */
function rowOf(page: Page, title: string) {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name: title }) });
}
