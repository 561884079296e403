import { describe, expect, it } from 'vitest';
import { makeWorkbook } from '../mrio/workbook-bytes.ts';
import { countsOf, footprintOf, readFile, refusalOf, rowsOf } from './process-desk.ts';

/** A mill in CSV: formulas, a substitution, a waste as brightway states it, and links by name, location and unit. */
const MILL = `Project parameters
name,amount,formula
base,2,

Database,mill
format,Example

Database parameters
name,amount,formula
yield,0.5,1 / base

Activity,"Flour, milled"
code,flour
location,FR
unit,kilogram
Parameters,a group
name,amount,formula
loss,1,yield ** 2 * 4

Exchanges
name,amount,unit,type,location,categories,formula,uncertainty type,loc,scale,minimum,maximum,note
"Flour, milled",2,kg,production,FR,,,,,,,,
Power,3,kilowatt hour,technosphere,DE,,base + loss,5,3,,2,4,
Power,1,kilowatt hour,substitution,FR,,,,,,,,
Sludge treatment,-0.25,kilogram,technosphere,,,,,,,,,
"Carbon dioxide, fossil",4,kilogram,biosphere,,air::urban,,2,1.3862943611198906,0.1,,,x
Water,0.5,cubic meter,biosphere,,natural resource::in water,,3,0.5,0.01,,,
Methane,0.1,kilogram,biosphere,,,,6,,,,,
Noise,1,unit,biosphere,,,,,,,,,
Tools,1,unit,technosphere,,,,,,,,,
Blessing,1,unit,spiritual,,,,,,,,,

Activity,Power
code,de
location,DE
unit,kilowatt hour
Exchanges
name,amount,unit,type,categories
"Carbon dioxide, fossil",0.4,kg,biosphere,air

Activity,Power
code,fr
location,FR
unit,kWh
Exchanges
name,amount,unit,type,categories
Power,1,kWh,production,
"Carbon dioxide, fossil",0.1,kg,biosphere,air

Activity,Sludge treatment
unit,kilogram
Exchanges
name,amount,unit,type,categories
Sludge treatment,-1,kilogram,production,
"Carbon dioxide, fossil",2,kilogram,biosphere,air
`;

describe('a database of brightway', () => {
  it('becomes rows of processes, from CSV', async () => {
    const read = await readFile('brightway', 'mill.csv', MILL);
    expect(rowsOf(read)).toEqual({
      'flour-milled/output/flour-milled': { value: '2 kg', product: 'flour-milled', direction: 'output' },
      'flour-milled/input/power@de': {
        ...{ value: '3 kW.h', product: 'power@de', direction: 'input', provider: 'power@de' },
        uncertainty: { distribution: 'triangular', least: '2', most: '4', unit: 'kW.h' },
      },
      'flour-milled/avoided/power@fr': {
        ...{
          value: '1 kW.h',
          product: 'power@fr',
          direction: 'input',
          kind: 'avoided',
          provider: 'power@fr',
        },
      },
      'flour-milled/output/sludge-treatment': {
        ...{ value: '0.25 kg', product: 'sludge-treatment', direction: 'output', kind: 'waste' },
        provider: 'sludge-treatment',
      },
      'flour-milled/air/carbon-dioxide-fossil': {
        ...{ value: '4 kg', flow: 'carbon-dioxide-fossil', compartment: 'air' },
        uncertainty: { distribution: 'lognormal', geometricStandardDeviation: '1.1051709180756477' },
      },
      'flour-milled/resource/water': {
        ...{ value: '0.5 m3', flow: 'water', compartment: 'resource' },
        uncertainty: { distribution: 'normal', standardDeviation: '0.01', unit: 'm3' },
      },
      'flour-milled/air/methane': { value: '0.1 kg', flow: 'methane', compartment: 'air' },
      'flour-milled/input/tools': { value: '1 {unit}', product: 'tools', direction: 'input' },
      'power@de/output/power@de': { value: '1 kW.h', product: 'power@de', direction: 'output' },
      'power@de/air/carbon-dioxide-fossil': {
        ...{ value: '0.4 kg', flow: 'carbon-dioxide-fossil', compartment: 'air' },
      },
      'power@fr/output/power@fr': { value: '1 kW.h', product: 'power@fr', direction: 'output' },
      'power@fr/air/carbon-dioxide-fossil': {
        ...{ value: '0.1 kg', flow: 'carbon-dioxide-fossil', compartment: 'air' },
      },
      'sludge-treatment/input/sludge-treatment': {
        ...{ value: '1 kg', product: 'sludge-treatment', direction: 'input', kind: 'waste' },
      },
      'sludge-treatment/air/carbon-dioxide-fossil': {
        ...{ value: '2 kg', flow: 'carbon-dioxide-fossil', compartment: 'air' },
      },
    });
    expect(countsOf(read)).toEqual({
      ...{ column: 1, compartment: 1, 'compartment-assumed': 1, 'implied-output': 1, 'kind-of-row': 1 },
      ...{ provider: 1, uncertainty: 1, unit: 1 },
    });
    expect(read.leftOut.find(({ kind }) => kind === 'kind-of-row')!.first).toEqual([
      'row 31: type spiritual',
    ]);
    // (3 × 0.4 − 1 × 0.1 + 0.25 × 2 + 4) / 2, and methane is not CO2
    const cut = { cutOff: ['tools'], show: ['inventory'] };
    expect(footprintOf(read, 'flour-milled', 'flow/air/CO2/fossil', cut)).toBe('0.0028');
  });

  it('takes what formulas give, not what is stored', async () => {
    const text = MILL.replace('Power,3,kilowatt hour,technosphere', 'Power,0,kilowatt hour,technosphere');
    const read = await readFile('brightway', 'mill.csv', text);
    expect(rowsOf(read)).toMatchObject({ 'flour-milled/input/power@de': { value: '3 kW.h' } });
    expect(countsOf(read)).toMatchObject({ 'formula-differs': 1 });
  });

  it('is read from the sheets of a workbook, but for those to skip and columns that are cut off', async () => {
    const read = await readFile(
      'brightway',
      'mill.xlsx',
      makeWorkbook({
        about: [['skip', 'this']],
        one: [
          ['Cutoff', 4],
          ['Database', 'mill', null, null, 'notes'],
          [null],
          ['Activity', 'Flour'],
          ['unit', 'kilogram'],
          ['Exchanges'],
          ['name', 'amount', 'unit', 'type', null, 'a column without meaning'],
          ['Flour', 0.1, 'kilogram', 'production', null, 'x'],
          ['(Unknown)', 1, 'kilogram', 'technosphere'],
        ],
        two: [['Words before an activity.'], ['Activity', 'Bran'], ['unit', 'kilogram']],
      }),
    );
    expect(rowsOf(read)).toMatchObject({
      'flour/output/flour': { value: '0.1 kg' },
      'bran/output/bran': { value: '1 kg' },
    });
    expect(countsOf(read)).toEqual({ 'implied-output': 1, 'kind-of-row': 1, provider: 1, sheet: 1 });
  });

  it.each([
    ['without a database', 'Activity,a\n', 'header'],
    ['with two databases', 'Database,a\n\nDatabase,b\n', 'header'],
    ['with exchanges of nothing', 'Database,a\n\nExchanges\nname,amount\n', 'header'],
    ['with a column without a label', 'Database,a\nActivity,p\nExchanges\nname,,amount\n', 'columns'],
    [
      'with an amount that is not a number',
      'Database,a\nActivity,p\nExchanges\nname,amount,type\np,two,production\n',
      'not-a-number',
    ],
    [
      'with a parameter that is not a number',
      'Database,a\nDatabase parameters\nname,amount\nq,two\n',
      'not-a-number',
    ],
    ['with a parameter without a name', 'Database,a\nDatabase parameters\nname,amount\n,2\n', 'columns'],
    ['with an open quote', 'Database,"a\n', 'table'],
    ['with a cutoff that is not a number', 'cutoff,many\nDatabase,a\n', 'table'],
    ['without activities', 'Database,a\n', 'table'],
  ])('is refused %s', async (_, text, code) => {
    expect((await refusalOf(readFile('brightway', 'bad.csv', text))).code).toBe(code);
  });
});
