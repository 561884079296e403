import { gasList, gwpSetName, label, phrase } from './common.ts';
import { oneOf, optional } from './member.ts';
import { quantity } from './row-type.ts';

/** The accounts that a panorama shows side by side. */
export const PANORAMA_ACCOUNTS = ['production', 'consumption', 'trade', 'nature', 'avoided'] as const;

/** Whose emissions an account counts: those within a territory, or those of its residents, wherever they are. */
export const BOUNDARIES = ['territory', 'residents'] as const;

/**
 * A number that somebody published and that no run here computes, such as a headline. Members that are absent were not published: it can't be
 * compared by them.
 */
const publishedFigure = quantity(
  'published-figure',
  {
    /** The country, region, company or product that it is about. */
    about: label,
    account: oneOf(PANORAMA_ACCOUNTS),
    line: label,
    publisher: label,
    method: optional(phrase),
    /** The edition of the data from which it was computed. */
    edition: optional(phrase),
    gases: optional(gasList),
    gwpSet: optional(gwpSetName),
    boundary: optional(oneOf(BOUNDARIES)),
  },
  {
    words: { en: 'published figures', 'zh-CN': '已公布的数值' },
    role: 'cell',
    units: ['*'],
    signed: true,
    period: 'required',
    found: ['about', 'account', 'line', 'publisher'],
    subject: 'about',
  },
);

/** D5: what others published about countries, regions, companies and products. */
export const PUBLISHED_ROWS = [publishedFigure] as const;
