/** In the list of a column's names, the member by which the rows of a name are left out: `{ AdBlue: { 'left-out': 'no energy' } }`. Its text is the reason. */
export const LEFT_OUT = 'left-out';

/** In such a list, the member by which a name is another one of the list: `{ "Hull Distribution Centre": { "same-as": "Hull DC" } }`. */
export const SAME_AS = 'same-as';
