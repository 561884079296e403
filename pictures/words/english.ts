import { ENGLISH_LINES } from './line-names.ts';

/** What pictures say in English. `unit` and names are written out already. */
export const ENGLISH_PICTURES = {
  titles: {
    scopes: (unit: string) => `Emissions by scope, in ${unit}`,
    changes: (unit: string, total: string) => `What changed in the ${total}, in ${unit}`,
    sources: (unit: string, total: string) => `Largest sources of the ${total}, in ${unit}`,
    facilities: (unit: string) => `Emissions by facility, in ${unit}`,
    gases: (unit: string) => `Scope 1 by gas, in ${unit}`,
    beside: (unit: string) => `Beside the inventory, in ${unit}`,
    plant: (unit: string, plant: string) => `The carbon of ${plant}, in ${unit}`,
    scenarios: (unit: string, plant: string) => `Scenarios of ${plant}, in ${unit}`,
    product: (unit: string, product: string) => `What makes up the total of ${product}, in ${unit}`,
    chain: (unit: string, product: string) => `The chain of ${product}, in ${unit}`,
    comparison: (unit: string, one: string, other: string) => `${one} and ${other}, in ${unit}`,
    accounts: (unit: string, about: string) =>
      `Production and consumption of regions, in ${unit}${about === '' ? '' : `: ${about}`}`,
    years: (unit: string, country: string, about: string) =>
      `Production and consumption of ${country} by year, in ${unit}${about === '' ? '' : `: ${about}`}`,
    partners: (unit: string, region: string, year: string) =>
      `Who emits for ${region}, and for whom it emits, in ${unit}: ${year}`,
    nature: (unit: string, region: string) => `Nature of ${region} by year, in ${unit}`,
    flows: (unit: string, about: string) =>
      about === '' ? `Who emits for whom, in ${unit}` : `Where ${about} arises, and for whom, in ${unit}`,
    intervals: (unit: string) => `How sure the figures are, in ${unit}`,
    contributions: (unit: string, figure: string) => `What makes a figure unsure, in ${unit}: ${figure}`,
    paths: (unit: string, region: string, stressor: string) =>
      `Largest chains of sales, in ${unit}: ${stressor === '' ? '' : `${stressor} `}for ${region}`,
    months: (unit: string, name: string) => `By month, in ${unit}: ${name}`,
  },
  leads: {
    scopes: 'Each total, and the scopes that it adds up.',
    changes: 'The total of the version before, what changed in each part, and the total of this version.',
    sources: 'What the total is made of, the largest first.',
    facilities: 'Each scope, by the facilities that the inventory names.',
    gases: 'What each gas contributes, as CO₂ equivalents.',
    beside: 'Reported next to the inventory. Nothing of it is part of a total, and it reduces none.',
    plant: 'On the left where carbon comes from, on the right where it goes, and between them the units.',
    scenarios: 'The total of the base case, what changes in each unit, and the total of the scenario.',
    product: 'The same total by where it is emitted, and by what it is emitted for.',
    chain:
      'What is emitted anywhere for what each process supplies to another one, from the left to the product on the right.',
    comparison: 'The total of the first, what each process emits more or less for the second, and its total.',
    accounts: 'What arises within each region, and what arises anywhere for what it consumes.',
    years: 'What is emitted within the borders, and what is emitted anywhere for what the country consumes.',
    partners:
      'On the left where it is emitted, on the right where its products are used. Only the balance with each partner is drawn.',
    nature: 'What land, forests and wood give off, above zero, or take up, below zero, and what they hold.',
    flows: 'On the left where it arises, on the right where its products are used.',
    intervals: 'The dot is the figure. The line is its two-sided interval.',
    contributions: 'The share of the variance of the figure that comes from each row.',
    paths: 'The first industry emits; the last one sells to final demand.',
    months: 'The amounts of each month, in UTC.',
  },
  remarks: {
    alternatives:
      'The two totals are alternatives: they count the same electricity in two ways, and are never added.',
    beside:
      'These figures follow other rules than the inventory and must not be added to it or subtracted from it.',
    'no-market':
      'Market-based scope 2 is not split by facility: instruments cover the electricity of the whole organisation.',
    'own-flows':
      'Fainter bands are for the region’s own consumption. What its households emit themselves is in no band.',
    'net-flows':
      'Each band is what one side emits for the other less the reverse. What it emits for itself is in no band.',
    'no-partner': (value: string, unit: string) =>
      `${value} ${unit} of the gap belong to no partner that the data name.`,
    'own-emissions':
      'The dark part of a bar is emitted by the process itself, or for supplies that are not shown. Links are not added up: each emission is in all links between it and the product.',
    gaps: 'Only the marked years have figures; the lines between them are no figures.',
    'other-methods':
      'The two versions were computed by different methods, so a part of the change may come from the method.',
    difference: (difference: string, unit: string) =>
      `A total less the parts shown here is ${difference} ${unit}: they are rounded, or a small part is not shown.`,
    'cut-scale':
      'The scale does not begin at zero, so that the changes can be seen: the bars of the totals are cut.',
    'other-units': (count: number, units: string) =>
      `${count} lines are masses of other gases (${units}). They are in the total as CO₂ equivalents, and in no bar of their own.`,
    'shown-of': (shown: string, of: string) => `${shown} of ${of} are drawn, the largest first.`,
    'smallest-regions': (count: string) => `The ${count} smallest regions are drawn as one.`,
    'smallest-units': (count: string) => `The ${count} smallest units are drawn as one.`,
    'negative-flows': (count: string, sum: string, unit: string) =>
      `${count} flows are below zero, together ${sum} ${unit}. They have no band; the table has them.`,
    'intervals-of': (shown: string, of: string) =>
      `${shown} of ${of} figures with intervals are drawn: totals and accounts, the largest first.`,
    level: (level: string) => `The true value lies within the line with a probability of ${level}.`,
    'other-paths': (value: string, unit: string) =>
      `All other chains together: ${value} ${unit}. They have no bar.`,
    'other-stressors': (stressors: string) => `The result also has flows of ${stressors}.`,
    'without-interval': (count: string) => `Figures without an interval, which are not shown: ${count}.`,
    'outside-interval': (figures: string) => `Outside their own interval: ${figures}.`,
    unsure: (value: string) => `The figure is ${value}.`,
    'unsure-within': (value: string, low: string, high: string, level: string) =>
      `The figure is ${value}. Its ${level} interval is from ${low} to ${high}.`,
    compared: (value: string) => `The second less the first is ${value}.`,
    'compared-within': (value: string, low: string, high: string, level: string) =>
      `The second less the first is ${value}. Its ${level} interval is from ${low} to ${high}.`,
    'compared-unsure': 'The interval includes zero: the data do not show which of the two emits less.',
    unstated: (rows: string, of: string, share: string) =>
      `${rows} of ${of} rows state no uncertainty and count as certain: ${share} of the figure.`,
    'other-unsure': (count: string) => `Other figures of the result with contributions: ${count}.`,
  },
  names: {
    total: { location: 'Total, location-based', market: 'Total, market-based' },
    'the-total': { location: 'location-based total', market: 'market-based total' },
    basis: { location: 'Location-based', market: 'Market-based' },
    sum: 'Total',
    scopes: {
      1: 'Scope 1',
      2: 'Scope 2',
      3: 'Scope 3',
      location: 'Scope 2, location-based',
      market: 'Scope 2, market-based',
    },
    withoutFacility: 'Without a facility',
    others: (count: string) => `${count} others, together`,
    activity: (activity: string, about: string) => `${activity}: ${about}`,
    version: (sequence: string) => `Version ${sequence}`,
    rest: 'Not shown separately',
    inventory: 'Totals of the inventory',
    biogenic: 'CO₂ of biogenic origin',
    'land-use': 'CO₂ of land use',
    'outside-scopes': 'Gases outside the scopes',
    avoided: 'Avoided emissions',
    production: 'Production',
    consumption: 'Consumption',
    remainder: 'All other chains',
    outside: 'Outside the plant',
    emitted: 'Emitted as CO₂',
    gap: 'Does not close',
    base: 'Base case',
    direct: 'Its own process',
    change: 'Difference',
    'by-process': 'By the process that emits',
    'by-input': 'By what its process needs',
    'by-stage': 'By stage of the life cycle',
    with: (partner: string) => `with ${partner}`,
    lineBy: (line: string, by: string) => `${line} (${by})`,
    lines: ENGLISH_LINES,
  },
  columns: {
    name: 'Name',
    group: 'Part of',
    dataset: 'Dataset',
    value: 'Value',
    low: 'From',
    high: 'To',
    from: 'Where it arises',
    to: 'For use in',
    giver: 'Comes from',
    taker: 'Goes to',
    material: 'Material',
    product: 'Product',
    share: 'Share of all flows',
    part: 'Share of the whole',
    period: 'Period',
    production: 'Production',
    consumption: 'Consumption',
  },
  source: {
    method: 'Method',
    period: 'Period',
    gases: 'Gases',
    gwp: 'Global warming potentials',
    consolidation: 'Consolidation',
    intervals: 'Intervals',
    rounding: 'Rounding',
    datasets: 'Datasets',
    record: 'Record',
    engine: 'Engine',
    exclusions: 'Left out',
    warnings: 'Warnings',
  },
  methodBy: (wrapped: string, method: string) => `${wrapped}, by ${method}`,
  engine: (engine: string, digest: string) => `${engine}, digest ${digest}`,
  rounding: {
    digits: (mode: string, digits: string) => `${mode}, ${digits} significant digits`,
    decimals: (mode: string, decimals: string) => `${mode}, ${decimals} decimals`,
  },
  approach: {
    propagation: (level: string) => `${level}, two-sided; propagation of error (Approach 1 of the IPCC)`,
    simulation: (level: string, draws: string, generator: string, seed: string) =>
      `${level}, two-sided; ${draws} draws (Approach 2 of the IPCC; ${generator}, seed ${seed})`,
  },
  notStated: 'not stated',
  numbers: 'Numbers',
  sources: 'Where they are from',
  more: (count: string) => `and ${count} more`,
};
