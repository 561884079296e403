import { describe, expect, it } from 'vitest';
import { METHODS } from '../../engine/registry.ts';
import { methodOf } from '../../pictures/kinds/method-of.ts';
import { nameFigure } from '../../web/language/figure-names.ts';
import { CHINESE_FIGURES, ENGLISH_FIGURES } from '../../web/language/figure-texts.ts';

const english = (key: string, method: string | null = 'inventory@2') =>
  nameFigure(key, method, ENGLISH_FIGURES);

/** A segment for each placeholder that only takes certain ones; all others take any. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  kind: ['process', 'fugitive'],
  carrier: ['electricity', 'heat', 'steam', 'cooling'],
  category: Array.from({ length: 15 }, (_, index) => `3.${index + 1}`),
  basis: ['combustion', 'well-to-tank', 'life-cycle'],
  account: ['direct', 'indirect'],
  n: ['1', '12'],
  scope: ['scope1', 'scope3'],
  whose: ['consumption', 'domestic'],
  approach: ['stock-change', 'production'],
};

/** Returns keys of a kind of figures: placeholders filled in. */
function listKeys(pattern: string): string[] {
  if (pattern === 'intensity/{output}/{scope}/{figure}') return ['intensity/steel/scope1/total'];
  if (pattern === 'group/{scope}/{figure}') return ['group/scope1/total', 'group/scope2/market'];
  if (pattern === 'eliminated/{scope}/{figure}')
    return ['eliminated/scope1/total', 'eliminated/scope3/total'];
  if (pattern.includes('{figure...}')) return [pattern.replace('{figure...}', 'scope2/market')];
  if (/\/(second|meters)\/\{figure\}$/.test(pattern))
    return listKeys(pattern.replace('{figure}', 'measured'));
  const filled = pattern.replace('{scope}/{total}', 'scope1/total');
  const [whole, name] = /\{(\w+)\}/.exec(filled) ?? [];
  if (whole === undefined) return [filled];
  const isFinalDemand = pattern.startsWith('cba-category/') && name === 'category';
  const isOfPanorama = name === 'account' && pattern.startsWith('panorama/');
  const isOfTable = name === 'account' && !pattern.startsWith('cbam/');
  const examples = isOfPanorama
    ? ['production', 'avoided']
    : isOfTable
      ? ['cba', 'for-exports']
      : ((isFinalDemand ? undefined : EXAMPLES[name!]) ?? [`some-${name}`]);
  return examples.flatMap((example) => listKeys(filled.replace(whole, example)));
}

describe('names of figures', () => {
  it('exist for every figure that a method of the engine computes, differ from each other, and hold all that comes from the data', () => {
    for (const { name, figures } of METHODS) {
      const keys = figures.flatMap(({ key }) => listKeys(key));
      for (const texts of [ENGLISH_FIGURES, CHINESE_FIGURES]) {
        const names = keys.map((key) => nameFigure(key, name, texts));
        expect(keys.filter((_, index) => names[index] === null)).toEqual([]);
        expect(new Set(names).size).toBe(new Set(keys).size);
        for (const [index, key] of keys.entries())
          for (const given of key.match(/some-\w+/g) ?? []) expect(names[index]).toContain(given);
      }
    }
  });

  it('read as the standards call them, in both languages', () => {
    expect(english('scope2/market')).toBe('Scope 2, market-based');
    expect(nameFigure('scope2/market', 'scope2@2', CHINESE_FIGURES)).toBe('范围二，基于市场');
    expect(english('scope3/3.4/total')).toBe('Scope 3, category 4: Upstream transportation and distribution');
    expect(english('scope1/combustion/anthracite/CO2')).toBe('Combustion of anthracite, CO₂');
    expect(english('by-facility/works-1/scope2/location')).toBe('Facility works-1 – Scope 2, location-based');
  });

  it('are not made up where the method is unknown, or writes no such key', () => {
    for (const method of [null, '', 'scope2@3', 'own-method@1', 'scope2', 'constructor'])
      expect(english('scope2/market', method)).toBeNull();
    const unknown = [
      ...[
        '',
        'scope2',
        'scope2/markets',
        'scope2/market/',
        'scope2/market/electricity/CH4/more',
        'scope2/market/sun',
      ],
      ...['scope3/c4', 'scope3/3.16/total', 'scope3/3.1', 'scope3/3.1/other/steel', 'scope4/total', 'total'],
      ...[
        'scope1/combustion/coal',
        'scope1/burning/coal/CO2',
        'constructor',
        'toString/a/b',
        'scope2/constructor',
      ],
      ...[
        'group',
        'group/group',
        'path/0',
        'path/x',
        'outside-scopes/scope1/total',
        'cbam/steel/specific',
        'avoided',
      ],
      ...[
        'by-facility/works-1',
        'base-year/change',
        'trend/other/scope2/market',
        'flow/a/b',
        'pba/a',
        'by-gas',
      ],
    ];
    expect(unknown.filter((key) => english(key) !== null)).toEqual([]);
  });

  it('stay one line of known size for any key', () => {
    expect(english(`${'group/'.repeat(1000)}scope2/market`)).toBeNull();
    expect(english('scope1/combustion/a\u202eb/CO2')).toBe('Combustion of a⟨U+202E⟩b, CO₂');
    expect(english(`avoided/${'x'.repeat(5000)}`)!.length).toBeLessThan(400);
  });

  it('need a method that the detail states as text', () => {
    expect(methodOf({ method: 'scope2@2' }, 'scope2/market')).toBe('scope2@2');
    for (const detail of [null, 'scope2@2', [], {}, { method: 2 }, { method: null }])
      expect(methodOf(detail, 'scope2/market')).toBeNull();
  });

  it('are not given to a figure that shows another one under its key', () => {
    const method = 'inventory@2';
    const result = `0x${'ab'.repeat(32)}`;
    const of = (derivation: unknown) => methodOf({ method, derivation }, 'total/market');
    expect(of({ result, key: 'total/market' })).toBe(method);
    expect(of({ formula: 'sum(part[i])', operands: [] })).toBe(method);
    expect(
      of({ result, key: 'by-facility/works-1/scope2/location', relabelled: 'reporting name' }),
    ).toBeNull();
    for (const derivation of [
      { result, key: 'scope2/location' },
      { key: 'scope2/location' },
      { result, key: 7 },
      { result, key: 'total/market', relabelled: '' },
      { relabelled: 'reporting name' },
    ])
      expect(of(derivation)).toBeNull();
  });

  it('of totals claim no scope, because an inventory need not have all of them', () => {
    expect(english('total/market')).toBe('Total, with market-based scope 2');
    expect(nameFigure('total/location', 'inventory@2', CHINESE_FIGURES)).toBe('合计，范围二基于位置');
  });

  it('quote what was written with codes for its characters, apart from the words around it', () => {
    expect(english('avoided/wind%20park')).toBe('Avoided emissions – \u2068“wind park”\u2069');
    expect(english('avoided/%E2%80%AEx')).toBe('Avoided emissions – \u2068“⟨U+202E⟩x”\u2069');
    expect(english('avoided/wind-park')).toBe('Avoided emissions – wind-park');
  });
});
