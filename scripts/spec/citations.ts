import ts from 'typescript';
import { type Citation, idsIn, looseIdsIn } from './clauses.ts';

const TEST_FUNCTIONS = new Set(['it', 'test', 'describe']);

/** Clauses named in the comments of a file and, for a test file, in the titles of its tests and groups. */
export function citationsIn(file: string, text: string): Citation[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const found: Citation[] = [];
  const seenComments = new Set<number>();

  const readComments = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const range of ranges ?? []) {
      if (seenComments.has(range.pos)) continue;
      seenComments.add(range.pos);
      const comment = text.slice(range.pos, range.end);
      const line = lineOf(range.pos);
      const strict = new Set(idsIn(comment));
      const loose = new Set(looseIdsIn(comment).filter((id) => !strict.has(id)));
      found.push(...[...strict].map((id) => ({ id, file, line })));
      found.push(...[...loose].map((id) => ({ id, file, line, loose: true as const })));
    }
  };
  const visit = (node: ts.Node): void => {
    readComments(ts.getLeadingCommentRanges(text, node.pos));
    readComments(ts.getTrailingCommentRanges(text, node.end));
    const title = titleOf(node);
    if (title !== undefined) {
      const line = lineOf(node.getStart(source));
      found.push(...idsIn(title).map((id) => ({ id, file, line, title })));
    }
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return found;
}

function titleOf(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !isTestFunction(node.expression)) return undefined;
  const first = node.arguments[0];
  if (first === undefined) return undefined;
  if (ts.isStringLiteralLike(first)) return first.text;
  return ts.isTemplateExpression(first) ? first.getText() : undefined;
}

/** True for `it`, `it.each(…)`, `describe.for(…)` and the like. */
function isTestFunction(expression: ts.Expression): boolean {
  if (ts.isIdentifier(expression)) return TEST_FUNCTIONS.has(expression.text);
  if (ts.isPropertyAccessExpression(expression)) return isTestFunction(expression.expression);
  if (ts.isCallExpression(expression)) return isTestFunction(expression.expression);
  return ts.isTaggedTemplateExpression(expression) && isTestFunction(expression.tag);
}
