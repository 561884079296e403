import fc from 'fast-check';
import { inject } from 'vitest';

// How often each property is tried, and from which seed: the global set-up prints both.
fc.configureGlobal(inject('properties'));
