import ts from 'typescript';

/** A list of row types that is not their declaration: the line on which it begins, and the row types. */
export interface RowTypeList {
  readonly line: number;
  readonly types: readonly string[];
}

/** So many row types together are a list. */
const LIST = 3;

/**
 * Finds lists of row types in a source file: arrays, unions, words in one text or pattern, cases of a `switch`, and objects that give data
 * for row types. Each would have to follow the declarations, and nothing says so. An object that gives a function for each row type is no
 * list: it says how, not which. `mayRead` allows arrays and unions, in which a method says what it reads.
 */
export function findRowTypeLists(
  text: string,
  rowTypes: ReadonlySet<string>,
  { mayRead }: { readonly mayRead: boolean },
): RowTypeList[] {
  // Most files name too few row types for a list, and need not be parsed.
  if (!isList([...rowTypes].filter((type) => text.includes(type)))) return [];
  const source = ts.createSourceFile('source.tsx', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: RowTypeList[] = [];
  const visit = (node: ts.Node): void => {
    const isReading = mayRead && (ts.isArrayLiteralExpression(node) || ts.isUnionTypeNode(node));
    const types = isReading ? [] : [...new Set(listNames(node))].filter((name) => rowTypes.has(name));
    if (isList(types)) {
      found.push({ line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, types });
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Whether row types are enough for a list. Words such as "method" and "unit" are names of members too. */
function isList(types: readonly string[]): boolean {
  return types.length >= LIST && types.some((type) => type.includes('-'));
}

/** Returns the texts that stand together in a node. */
function listNames(node: ts.Node): string[] {
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(textsOf);
  if (ts.isUnionTypeNode(node))
    return node.types.flatMap((each) => (ts.isLiteralTypeNode(each) ? textsOf(each.literal) : []));
  if (ts.isCaseBlock(node))
    return node.clauses.flatMap((clause) => (ts.isCaseClause(clause) ? textsOf(clause.expression) : []));
  if (ts.isObjectLiteralExpression(node)) return node.properties.flatMap(nameOfData);
  if (ts.isRegularExpressionLiteral(node)) return splitWords(node.text);
  return ts.isStringLiteralLike(node) ? splitWords(node.text) : [];
}

/** Returns the words of a list in a text or pattern; none of a sentence. */
function splitWords(text: string): string[] {
  const words = text.split(/[\s,|/()^$]+/).filter((word) => word !== '');
  return words.every((word) => /^[a-z-]+$/.test(word)) ? words : [];
}

/** Returns the text of a literal, and the texts of an array that another one spreads. */
function textsOf(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (!ts.isSpreadElement(node)) return [];
  const inner = ts.isAsExpression(node.expression) ? node.expression.expression : node.expression;
  return ts.isParenthesizedExpression(inner) && ts.isAsExpression(inner.expression)
    ? listNames(inner.expression.expression)
    : listNames(inner);
}

/** Returns the name of a property whose value is data. */
function nameOfData(property: ts.ObjectLiteralElementLike): string[] {
  if (!ts.isPropertyAssignment(property) || ts.isComputedPropertyName(property.name)) return [];
  const { initializer: value } = property;
  const isCode = ts.isFunctionLike(value) || ts.isCallExpression(value);
  return isCode ? [] : [property.name.text];
}
