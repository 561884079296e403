import fc from 'fast-check';
import { inject } from 'vitest';

// The number of cases for each property, and the seed. The global set-up prints both.
fc.configureGlobal(inject('properties'));
