import { flagIn, type Given, listGiven, numberIn, textIn } from '../bounded-json.ts';
import { type FindParameter, openParameters, type StatedParameter } from '../formula.ts';

/** Returns what finds the parameters of an object, else those of its package. Names can have any case. */
export function openScopes(object: Given, shared: Iterable<Given>): FindParameter {
  const scopes = [listParameters(listGiven(object, 'parameters')), listParameters(shared)];
  return openParameters(scopes, (name) => name.toLowerCase());
}

function listParameters(objects: Iterable<Given>): ReadonlyMap<string, StatedParameter> {
  const found = new Map<string, StatedParameter>();
  for (const object of objects) {
    const name = textIn(object, 'name');
    if (name === null) continue;
    const isInput = flagIn(object, 'isInputParameter', 'inputParameter');
    const formula = isInput ? null : textIn(object, 'formula');
    found.set(name.trim().toLowerCase(), { value: numberIn(object, 'value'), formula });
  }
  return found;
}
