/** In the list of a column's names, the member by which the rows of a name are left out: `{ AdBlue: { 'left-out': 'no energy' } }`. Its text is the reason. */
export const LEFT_OUT = 'left-out';
