/** What an attribute of a footprint is, and in which substance it is a mass. */
export interface Attribute {
  readonly name: string;
  /** Null where it is a share. */
  readonly substance: 'CO2e' | 'C' | null;
  /** How it counts in pcfExcludingBiogenicUptake. */
  readonly counts: 'within' | 'beside';
  /** Where a life cycle has it: the end of the key of its figure. */
  readonly figure?: string;
}

/**
 * Attributes of a carbon footprint that are quantities, per declared unit: PACT Technical Specifications 3.0.1, openapi.yaml, CarbonFootprint
 * (wbcsd/data-exchange-protocol, December 2025). `within` are the parts of pcfExcludingBiogenicUptake by its x-comment. fossilGhgEmissions includes
 * landManagementFossilGhgEmissions, as the description of that says; outbound logistics are outside.
 */
export const ATTRIBUTES: readonly Attribute[] = [
  { name: 'fossilGhgEmissions', substance: 'CO2e', counts: 'within', figure: 'fossil' },
  { name: 'landUseChangeGhgEmissions', substance: 'CO2e', counts: 'within', figure: 'land-use' },
  { name: 'landManagementBiogenicCO2Emissions', substance: 'CO2e', counts: 'within' },
  { name: 'landManagementBiogenicCO2Removals', substance: 'CO2e', counts: 'within' },
  { name: 'technologicalCO2Removals', substance: 'CO2e', counts: 'within' },
  { name: 'ccsTechnologicalCO2Capture', substance: 'CO2e', counts: 'within' },
  { name: 'biogenicNonCO2Emissions', substance: 'CO2e', counts: 'within', figure: 'biogenic' },
  { name: 'landManagementFossilGhgEmissions', substance: 'CO2e', counts: 'beside' },
  { name: 'aircraftGhgEmissions', substance: 'CO2e', counts: 'beside' },
  { name: 'packagingGhgEmissions', substance: 'CO2e', counts: 'beside' },
  { name: 'outboundLogisticsGhgEmissions', substance: 'CO2e', counts: 'beside' },
  { name: 'fossilCarbonContent', substance: 'C', counts: 'beside', figure: 'carbon/fossil' },
  { name: 'biogenicCarbonContent', substance: 'C', counts: 'beside', figure: 'carbon/biogenic' },
  { name: 'recycledCarbonContent', substance: 'C', counts: 'beside' },
  { name: 'packagingBiogenicCarbonContent', substance: 'C', counts: 'beside' },
  { name: 'primaryDataShare', substance: null, counts: 'beside' },
];

/** What the identities of a footprint give. */
export const UPTAKE = 'biogenicCO2Uptake';
export const EXCLUDING = 'pcfExcludingBiogenicUptake';
export const INCLUDING = 'pcfIncludingBiogenicUptake';
export const IDENTITIES = [UPTAKE, EXCLUDING, INCLUDING] as const;
