import ts from 'typescript';
import { actionDoc, documented } from './option-docs.js';

export interface TypePrinter {
  /** A type where it is used: by its name where it has one. */
  print(type: ts.Type): string;
  /** What stands behind the name of a type. */
  printWhole(symbol: ts.Symbol): string;
}

const indent = (text: string): string => text.replaceAll('\n', '\n    ');
const inBrackets = (text: string): string =>
  /[|&]/.test(text) && !text.startsWith('{') ? `(${text})` : text;

/** Writes out types that the compiler has computed. `use` hears of each named type on which a text depends. */
export function createTypePrinter(program: ts.Program, use: (symbol: ts.Symbol) => void): TypePrinter {
  const checker = program.getTypeChecker();
  const named = namedTypes(program);
  let typeName = '';

  function print(type: ts.Type): string {
    const symbol = named.get(type);
    if (!symbol) return structure(type);
    use(symbol);
    return symbol.getName();
  }

  function structure(type: ts.Type): string {
    if (type.isUnion()) return type.flags & ts.TypeFlags.Boolean ? 'boolean' : union(type);
    if (type.isIntersection()) return type.types.map((part) => inBrackets(print(part))).join(' & ');
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      if (!item) throw new Error('an array of nothing');
      return `${inBrackets(print(item))}[]`;
    }
    if (type.flags & ts.TypeFlags.Object) return object(type);
    return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
  }

  /** `null` and `undefined` come last, the rest by its name where it has one. */
  function union(type: ts.UnionType): string {
    const isLast = (part: ts.Type) => (part.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) !== 0;
    const last = type.types.filter(isLast);
    const rest = type.types.filter((part) => !isLast(part));
    const symbol = last.length > 0 ? nameOf(rest) : undefined;
    if (symbol) use(symbol);
    const texts = symbol ? [symbol.getName()] : rest.map(print);
    const both = texts.includes('true') && texts.includes('false');
    const plain = both ? [...texts.filter((text) => !/^(?:true|false)$/.test(text)), 'boolean'] : texts;
    return [...plain, ...last.map(print)].join(' | ');
  }

  /** The type whose parts are exactly these. */
  function nameOf(parts: readonly ts.Type[]): ts.Symbol | undefined {
    const isSame = (group: ts.Type) =>
      group.isUnion() &&
      group.types.length === parts.length &&
      group.types.every((part) => parts.includes(part));
    return [...named].find(([group]) => isSame(group))?.[1];
  }

  function object(type: ts.Type): string {
    const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const fields = type.getProperties().map((property) => {
      const optional = property.flags & ts.SymbolFlags.Optional ? '?' : '';
      const doc = docOf(property) || actionDoc(property.getName(), typeName);
      return documented(
        doc,
        `${property.getName()}${optional}: ${print(checker.getTypeOfSymbol(property))};`,
      );
    });
    if (index) fields.push(`[key: string]: ${print(index.type)};`);
    return `{\n    ${fields.map(indent).join('\n    ')}\n}`;
  }
  const docOf = (symbol: ts.Symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker));

  return {
    print,
    printWhole(symbol) {
      typeName = symbol.getName();
      return structure(checker.getDeclaredTypeOfSymbol(symbol));
    },
  };
}

const plainFlags =
  ts.TypeFlags.String |
  ts.TypeFlags.StringLiteral |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Any |
  ts.TypeFlags.Unknown;

/** The types of the contract, the client and the options that have a name, by the compiler's own objects. */
function namedTypes(program: ts.Program): Map<ts.Type, ts.Symbol> {
  const checker = program.getTypeChecker();
  const named = new Map<ts.Type, ts.Symbol>();
  for (const file of program.getSourceFiles()) {
    if (!/\/src\/(?:contract|client|config)\//.test(file.fileName)) continue;
    for (const statement of file.statements) {
      if (!ts.isTypeAliasDeclaration(statement) && !ts.isInterfaceDeclaration(statement)) continue;
      const symbol = checker.getSymbolAtLocation(statement.name);
      if (!symbol || statement.typeParameters || !statement.modifiers) continue;
      // A name for a part of another type would be explained by itself.
      if (ts.isTypeAliasDeclaration(statement) && ts.isIndexedAccessTypeNode(statement.type)) continue;
      const type = checker.getDeclaredTypeOfSymbol(symbol);
      if (type.flags & plainFlags) continue;
      if (!named.has(type)) named.set(type, symbol);
    }
  }
  return named;
}
