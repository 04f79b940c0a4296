// The names in a piece of code that stand for something: a variable, a function,
// a type. Those of properties stand for nothing by themselves.

import ts from "typescript";

/** Every name in `node`, but for those that somebody's property has. */
export function* namesIn(node: ts.Node): Generator<ts.Identifier> {
  if (ts.isIdentifier(node)) {
    if (!isProperty(node)) yield node;
    return;
  }
  if (ts.isImportTypeNode(node) || isImportCall(node)) {
    throw new Error(`an import in the middle: ${node.getText()}`);
  }
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* namesIn(child);
}

function isProperty(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  if (ts.isBindingElement(parent)) return parent.propertyName === identifier;
  if (ts.isQualifiedName(parent)) return parent.right === identifier;
  if (ts.isBreakOrContinueStatement(parent)) return true;
  if (ts.isLabeledStatement(parent)) return true;
  return isNamedProperty(parent) && parent.name === identifier;
}

function isNamedProperty(node: ts.Node): node is ts.Node & { name: ts.Node } {
  return (
    ts.isPropertyAccessExpression(node) ||
    ts.isMetaProperty(node) ||
    ts.isNamedTupleMember(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isTypeElement(node) ||
    ts.isClassElement(node)
  );
}

function isImportCall(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    node.expression.kind === ts.SyntaxKind.ImportKeyword
  );
}
