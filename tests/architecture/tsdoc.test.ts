import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { filesUnder, readProjectFile } from './project-files.ts';

/** Rooms whose exported symbols carry a sentence of contract. */
const ROOMS = ['src/shared', 'src/core', 'src/gateway'];

function isExported(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

function nameOf(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText()).join(', ');
  }
  const { name } = statement as ts.Statement & { name?: ts.Identifier };
  return name?.getText() ?? '?';
}

/** A doc comment with at least one sentence of text. */
function hasSentence(statement: ts.Statement): boolean {
  return ts.getJSDocCommentsAndTags(statement).some((doc) => {
    const text = ts.getTextOfJSDocComment(doc.comment) ?? '';
    return ts.isJSDoc(doc) && /\S{3}[^]*[.:;)]$/.test(text.trim());
  });
}

/** Exported declarations without a sentence; names brought out by `export { a }` count at their declaration. */
function undocumented(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const listed = new Set(
    source.statements
      .filter(ts.isExportDeclaration)
      .filter(({ moduleSpecifier }) => moduleSpecifier === undefined)
      .flatMap(({ exportClause }) =>
        exportClause !== undefined && ts.isNamedExports(exportClause)
          ? exportClause.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
          : [],
      ),
  );
  return source.statements
    .filter((statement) => isExported(statement) || listed.has(nameOf(statement)))
    .filter((statement) => !hasSentence(statement))
    .map(nameOf);
}

describe('exported symbols of shared, core and gateway', () => {
  it.each(filesUnder(ROOMS, ['.ts']))('of %s say their contract', (file) => {
    expect(undocumented(file, readProjectFile(file))).toEqual([]);
  });

  it('are noticed when they do not', () => {
    const text = [
      'export const bare = 1;',
      '/** */ export const empty = 1;',
      '// A line comment is none.\nexport interface Line { x: 1 }',
      '/** @throws never */ export function tagOnly(): void {}',
      '/** Says it. */ export type Good = 1;',
      '/** Says it. */\nconst local = 1; const other = 2; export { local, other };',
      'const inside = 1; export const uses = () => inside;',
    ].join('\n');
    expect(undocumented('a.ts', text)).toEqual([
      ...['bare', 'empty', 'Line', 'tagOnly', 'other', 'uses'],
    ]);
  });
});
