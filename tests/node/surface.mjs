// Prints the public surface of one version of @clerk/backend as one JSON document, for tests/parity/typescript.py.
//
// Arguments: the name that the version has in package.json, and the file with its types.
//
// The types are read with TypeScript's own checker, so that aliases, intersections and generics are resolved as an
// editor would. Whatever it cannot resolve or name ends the program: a gap must not pass for a surface.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const [sdk, types] = process.argv.slice(2);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const program = ts.createProgram([here(types)], {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
});
const checker = program.getTypeChecker();
const source = program.getSourceFile(here(types));
const problems = ts.getPreEmitDiagnostics(program, source);
if (problems.length) fail(problems.map((one) => ts.flattenDiagnosticMessageText(one.messageText, '\n')).join('\n'));

const resources = members(exported('Resources')).map((symbol) => [symbol.name, checker.getTypeOfSymbol(symbol)]);
const classes = new Map(resources.filter(([, type]) => isClass(type)).map(([name, type]) => [type.symbol, name]));

console.log(
  JSON.stringify(
    {
      version: JSON.parse(readFileSync(here(`node_modules/${sdk}/package.json`), 'utf8')).version,
      methods: members(exported('Methods')).flatMap(methodsOf),
      resources: Object.fromEntries(resources.map(([name, type]) => [name, members(type).map(property)])),
    },
    null,
    1,
  ),
);

function exported(name) {
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  return checker.getDeclaredTypeOfSymbol(symbols.find((symbol) => symbol.name === name));
}

function methodsOf(resource) {
  const methods = members(checker.getTypeOfSymbol(resource));
  return methods.map((symbol) => ({ resource: resource.name, name: symbol.name, ...method(symbol) }));
}

function isClass(type) {
  return !!(type.symbol?.flags & ts.SymbolFlags.Class);
}

// A method with its positional parameters and, where the last one is a params object, the properties of that one.
function method(symbol) {
  const signatures = checker.getTypeOfSymbol(symbol).getCallSignatures();
  if (signatures.length !== 1) fail(`${symbol.name} has ${signatures.length} call signatures`);
  const parameters = [...signatures[0].getParameters()];
  const returns = neutral(checker.getAwaitedType(signatures[0].getReturnType()));
  const last = parameters.at(-1);
  const type = last && checker.getNonNullableType(checker.getTypeOfSymbol(last));
  if (!type || !takesNames(type)) return { positional: parameters.map(property), named: [], one_of: [], returns };
  parameters.pop();
  return { positional: parameters.map(property), ...namesOf(type, isOptional(last)), returns };
}

function takesNames(type) {
  const composed = ts.TypeFlags.Object | ts.TypeFlags.UnionOrIntersection;
  return !!(type.flags & composed) && !checker.isArrayType(type) && !(type.flags & ts.TypeFlags.BooleanLike);
}

// A params object can be a union, of which each member requires names of its own: these are in `one_of`.
function namesOf(type, allOptional) {
  const alternatives = (type.isUnion() ? type.types : [type]).map((member) => members(member).map(property));
  const always = (name) => alternatives.every((names) => names.some((p) => p.name === name && !p.optional));
  const named = new Map(
    alternatives.flat().map((p) => [p.name, { ...p, optional: allOptional || !always(p.name) }]),
  );
  const own = alternatives.map((names) => names.filter((p) => !p.optional && !always(p.name)).map((p) => p.name));
  return { named: [...named.values()], one_of: own.filter((names) => names.length) };
}

function property(symbol) {
  const type = checker.getTypeOfSymbol(symbol);
  try {
    const nullable = includes(type, ts.TypeFlags.Null);
    return { name: symbol.name, optional: isOptional(symbol), nullable, type: neutral(checker.getNonNullableType(type)) };
  } catch (error) {
    fail(`${symbol.name}: ${error.message}`);
  }
}

function isOptional(symbol) {
  const marked = symbol.flags & ts.SymbolFlags.Optional || symbol.valueDeclaration?.questionToken;
  return !!marked || includes(checker.getTypeOfSymbol(symbol), ts.TypeFlags.Undefined);
}

function includes(type, flag) {
  return (type.isUnion() ? type.types : [type]).some((member) => member.flags & flag);
}

function members(type) {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  const isHidden = (symbol) => symbol.declarations?.some((one) => ts.getCombinedModifierFlags(one) & hidden);
  return checker.getPropertiesOfType(type).filter((symbol) => !isHidden(symbol));
}

// The type in words that any language has.
function neutral(type) {
  const all = type.isUnion() ? type.types : [type];
  if (type.intrinsicName === 'error') throw new Error('its type cannot be resolved');
  if (type.flags & ts.TypeFlags.Any) return { kind: 'any' };
  if (type.flags & ts.TypeFlags.BooleanLike) return { kind: 'boolean' };
  if (all.every((one) => one.isStringLiteral())) return { kind: 'enum', values: all.map((one) => one.value).sort() };
  if (type.flags & ts.TypeFlags.StringLike) return { kind: 'string' };
  if (type.flags & ts.TypeFlags.NumberLike) return { kind: 'number' };
  if (all.every((one) => ['Blob', 'File'].includes(one.symbol?.name))) return { kind: 'file' };
  if (checker.isArrayType(type)) return { kind: 'array', of: neutral(checker.getTypeArguments(type)[0]) };
  if (type.aliasSymbol?.name === 'PaginatedResourceResponse')
    return { kind: 'page', of: neutral(type.aliasTypeArguments[0]).of };
  if (classes.has(type.symbol)) return { kind: 'resource', name: classes.get(type.symbol) };
  if (type.getCallSignatures().length) return { kind: 'function' };
  if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) || isClass(type))
    throw new Error(`${checker.typeToString(type)} is a type that surface.mjs does not know`);
  if (type.getStringIndexType() && !members(type).length) return { kind: 'metadata' };
  return { kind: 'object', properties: members(type).map(property) };
}

function fail(message) {
  console.error(`surface.mjs: ${message}`);
  process.exit(1);
}
