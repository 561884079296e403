/**
 * Canonical name of a gas → its other names. Families (CFC, HCFC, HFC, HFO, HCFO) have their R-numbers besides, and every name can
 * be in any case, with or without hyphens. Names, acronyms and formulas are those of IPCC AR6, working group I, table 7.SM.7, and
 * R-numbers those of ANSI/ASHRAE 34. A formula with one carbon can have its atoms in any order.
 */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  CO2: ['R-744', 'carbon-dioxide'],
  CH4: ['R-50', 'methane'],
  N2O: ['R-744A', 'nitrous-oxide', 'dinitrogen-oxide', 'dinitrogen-monoxide'],
  SF6: ['R-7146', 'sulphur-hexafluoride', 'sulfur-hexafluoride'],
  NF3: ['nitrogen-trifluoride'],
  CF4: ['PFC-14', 'R-14', 'tetrafluoromethane', 'perfluoromethane'],
  C2F6: ['PFC-116', 'R-116', 'hexafluoroethane', 'perfluoroethane'],
  C3F8: ['PFC-218', 'R-218', 'octafluoropropane', 'perfluoropropane'],
  'c-C4F8': ['PFC-318', 'PFC-C-318', 'R-C318', 'RC-318', 'octafluorocyclobutane'],
  C4F10: ['PFC-31-10', 'PFC-3110', 'n-C4F10', 'perfluorobutane'],
  C5F12: ['PFC-41-12', 'PFC-4112', 'n-C5F12', 'perfluoropentane'],
  C6F14: ['PFC-51-14', 'PFC-5114', 'n-C6F14', 'perfluorohexane'],
  CCl4: ['R-10', 'carbon-tetrachloride', 'tetrachloromethane'],
  CH3CCl3: ['R-140a', 'methyl-chloroform'],
  CH3Br: ['R-40B1', 'methyl-bromide', 'bromomethane'],
  C3H8: ['R-290', 'HC-290', 'propane'],
  C4H10: ['R-600', 'HC-600', 'butane', 'n-butane'],
  'i-C4H10': ['R-600a', 'HC-600a', 'isobutane'],
  C3H6: ['R-1270', 'HC-1270', 'propene', 'propylene'],
  C5H12: ['R-601', 'HC-601', 'pentane', 'n-pentane'],
  'i-C5H12': ['R-601a', 'HC-601a', 'isopentane'],
  C2H6: ['R-170', 'HC-170', 'ethane'],
  CH3OCH3: ['R-E170', 'HE-E170', 'dimethyl-ether'],
  'CFC-11': ['CCl3F', 'trichlorofluoromethane', 'CFCl3', 'Freon-11'],
  'CFC-12': ['CCl2F2', 'dichlorodifluoromethane', 'CF2Cl2', 'Freon-12'],
  'CFC-13': ['CClF3', 'chlorotrifluoromethane', 'CF3Cl'],
  'CFC-112': ['CCl2FCCl2F'],
  'CFC-112a': ['CCl3CClF2'],
  'CFC-113': ['CCl2FCClF2', 'CF2ClCFCl2', 'C2F3Cl3'],
  'CFC-113a': ['CCl3CF3'],
  'CFC-114': ['CClF2CClF2', 'CF2ClCF2Cl'],
  'CFC-114a': ['CCl2FCF3'],
  'CFC-115': ['CClF2CF3', 'CF3CF2Cl'],
  'HCFC-21': ['CHCl2F', 'dichlorofluoromethane', 'CHFCl2'],
  'HCFC-22': ['CHClF2', 'chlorodifluoromethane', 'CHF2Cl', 'Freon-22'],
  'HCFC-31': ['CH2ClF', 'chlorofluoromethane', 'CH2FCl'],
  'HCFC-121': ['CHCl2CCl2F'],
  'HCFC-122': ['CHCl2CClF2'],
  'HCFC-122a': ['CHClFCCl2F'],
  'HCFC-123': ['CHCl2CF3'],
  'HCFC-123a': ['CHClFCClF2'],
  'HCFC-124': ['CHClFCF3'],
  'HCFC-124a': ['CHF2CClF2'],
  'HCFC-132': ['CHClFCHClF'],
  'HCFC-132a': ['CHCl2CHF2'],
  'HCFC-132c': ['CH2FCCl2F'],
  'HCFC-133a': ['CH2ClCF3'],
  'HCFC-141': ['CH2ClCHClF'],
  'HCFC-141b': ['CH3CCl2F'],
  'HCFC-142b': ['CH3CClF2'],
  'HCFC-225ca': ['CHCl2CF2CF3'],
  'HCFC-225cb': ['CHClFCF2CClF2'],
  'HCFO-1233zd(E)': ['HCFO-1233zd', 'R-1233zd'],
  'HCFO-1233zd(Z)': [],
  'HFC-23': ['CHF3', 'trifluoromethane', 'fluoroform'],
  'HFC-32': ['CH2F2', 'difluoromethane'],
  'HFC-41': ['CH3F', 'fluoromethane'],
  'HFC-125': ['CHF2CF3'],
  'HFC-134': ['CHF2CHF2'],
  'HFC-134a': ['CH2FCF3'],
  'HFC-143': ['CH2FCHF2'],
  'HFC-143a': ['CH3CF3'],
  'HFC-152': ['CH2FCH2F'],
  'HFC-152a': ['CH3CHF2'],
  'HFC-161': ['CH3CH2F', 'fluoroethane'],
  'HFC-227ca': ['CF3CF2CHF2'],
  'HFC-227ea': ['CF3CHFCF3'],
  'HFC-236cb': ['CH2FCF2CF3'],
  'HFC-236ea': ['CHF2CHFCF3'],
  'HFC-236fa': ['CF3CH2CF3'],
  'HFC-245ca': ['CH2FCF2CHF2'],
  'HFC-245cb': ['CF3CF2CH3'],
  'HFC-245ea': ['CHF2CHFCHF2'],
  'HFC-245eb': ['CH2FCHFCF3'],
  'HFC-245fa': ['CHF2CH2CF3'],
  'HFC-263fb': ['CH3CH2CF3'],
  'HFC-272ca': ['CH3CF2CH3'],
  'HFC-329p': ['CHF2CF2CF2CF3'],
  'HFC-365mfc': ['CH3CF2CH2CF3'],
  'HFC-43-10mee': ['CF3CHFCHFCF2CF3', 'HFC-4310mee', 'R-43-10mee', 'R-4310mee'],
  'HFO-1123': ['trifluoroethylene'],
  'HFO-1132a': [],
  'HFO-1141': ['fluoroethene'],
  'HFO-1225ye(Z)': [],
  'HFO-1225ye(E)': [],
  'HFO-1234ze(Z)': [],
  'HFO-1234ze(E)': ['HFO-1234ze', 'R-1234ze(E)', 'R-1234ze'],
  'HFO-1234yf': [],
  'HFO-1336mzz(E)': [],
  'HFO-1336mzz(Z)': ['R-1336mzz(Z)'],
  'HFO-1243zf': [],
  'HFO-1345zfc': [],
  'HFO-1438ezy(E)': [],
  'HFO-1447fz': [],
  'Halon-1201': ['CHBrF2', 'bromodifluoromethane', 'CHF2Br', 'HBFC-22B1', 'R-22B1'],
  'Halon-1202': ['CBr2F2', 'dibromodifluoromethane', 'CF2Br2', 'R-12B2'],
  'Halon-1211': ['CBrClF2', 'bromochlorodifluoromethane', 'CF2ClBr', 'CF2BrCl', 'R-12B1'],
  'Halon-1301': ['CBrF3', 'bromotrifluoromethane', 'CF3Br', 'R-13B1'],
  'Halon-2301': ['CH2BrCF3'],
  'Halon-2311': ['CHBrClCF3'],
  'Halon-2401': ['CHBrFCF3'],
  'Halon-2402': ['CBrF2CBrF2', 'C2F4Br2', 'CF2BrCF2Br', 'R-114B2'],
  'Halon-1011': ['CH2BrCl', 'bromochloromethane', 'CH2ClBr'],
};

/** What is controlled by the Montreal Protocol, annexes A, B, C and E; not HFCs (annex F), which the Kyoto Protocol covers too. */
const MONTREAL_FAMILY = /^(CFC|HCFC|Halon)-/;
const MONTREAL_OTHERS: ReadonlySet<string> = new Set(['CCl4', 'CH3CCl3', 'CH3Br']);

const FAMILY = /^(?:CFC|HCFC|HFC|HFO|HCFO)-(.*)$/;

/**
 * Returns the canonical name of a gas: `HCFC-22` for R-22, HCFC22, CHClF2 and chlorodifluoromethane. A name that is not in the table
 * is returned as it is.
 */
export function canonicalGas(name: string): string {
  return byName.get(fold(name)) ?? byAtoms.get(countAtoms(name) ?? '') ?? name;
}

/**
 * Whether a gas, under any of its names, is controlled by the Montreal Protocol and therefore reported outside the scopes (GHG
 * Protocol Corporate Standard, chapter 9). Gases of the Kyoto Protocol are not.
 */
export function isMontreal(name: string): boolean {
  const gas = canonicalGas(name);
  return MONTREAL_FAMILY.test(gas) || MONTREAL_OTHERS.has(gas);
}

const byName: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([gas, names]) =>
    [gas, ...listNumbers(gas), ...names].map((name) => [fold(name), gas] as const),
  ),
);

const byAtoms: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([gas, names]) =>
    [gas, ...names].flatMap((name) => {
      const atoms = countAtoms(name);
      return atoms === null ? [] : [[atoms, gas] as const];
    }),
  ),
);

function listNumbers(gas: string): string[] {
  const number = FAMILY.exec(gas)?.[1];
  return number === undefined ? [] : [`R-${number}`];
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll('-', '');
}

/** Returns the atoms of a formula with one carbon, sorted, such as `C1Cl1F2H1`; null for any other text. */
function countAtoms(formula: string): string | null {
  if (!/^(?:(?:Br|Cl|C|F|H)\d?)+$/.test(formula)) return null;
  const atoms = [...formula.matchAll(/(Br|Cl|C|F|H)(\d?)/g)].map(
    ([, atom = '', count = '']) => `${atom}${count === '' ? '1' : count}`,
  );
  const isWhole = new Set(atoms.map((atom) => atom.slice(0, -1))).size === atoms.length;
  return isWhole && atoms.includes('C1') && atoms.length > 1 ? atoms.sort().join('') : null;
}
