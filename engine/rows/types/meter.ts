import { name, phrase } from './common.ts';
import { oneOf, optional } from './member.ts';
import { quantity } from './row-type.ts';

/**
 * What a meter showed for a time, such as an hour. A value that was not measured says so: it was substituted, by an estimate or by another meter.
 */
const meterReading = quantity(
  'meter-reading',
  { meter: name, measurement: optional(oneOf(['substituted'])) },
  {
    words: { en: 'readings of meters', 'zh-CN': '计量表读数' },
    role: 'cell',
    units: ['kg', 'm3', 'J'],
    period: 'required',
    found: ['meter'],
    subject: 'meter',
  },
);

/**
 * A calibration of a meter, valid for a time: by what its readings are multiplied (1 where it is not corrected), and how far that can be from the true
 * value.
 */
const meterCalibration = quantity(
  'meter-calibration',
  { meter: name, by: phrase, certificate: optional(phrase) },
  {
    words: { en: 'calibrations of meters', 'zh-CN': '计量表校准' },
    role: 'cell',
    units: ['1'],
    period: 'required',
    found: ['meter'],
    subject: 'meter',
  },
);

/** D1: what meters showed, and how sure that is. */
export const METER_ROWS = [meterReading, meterCalibration] as const;
