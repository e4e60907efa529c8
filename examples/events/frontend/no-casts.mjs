// Fails where a source of the front end casts, says `any` or silences the compiler: what is typed by the server stays typed.

import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'

const folder = new URL('.', import.meta.url)
const sources = readdirSync(folder, { recursive: true }).filter(
  (name) => /\.[cm]?tsx?$/.test(name) && !/^(dist|node_modules)\b/.test(name),
)

/** What is wrong with a node, if anything. `as const` says nothing that the compiler does not know. */
function problem(node) {
  if (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type)) return 'a cast'
  if (ts.isTypeAssertionExpression(node)) return 'a cast'
  if (ts.isNonNullExpression(node)) return 'a `!`'
  if (node.kind === ts.SyntaxKind.AnyKeyword) return '`any`'
  return undefined
}

const found = []
for (const name of sources) {
  const source = ts.createSourceFile(name, readFileSync(new URL(name, folder), 'utf8'), ts.ScriptTarget.Latest, true)
  const report = (position, what) => {
    const { line, character } = source.getLineAndCharacterOfPosition(position)
    found.push(`${name}:${line + 1}:${character + 1}: ${what}`)
  }
  const visit = (node) => {
    const what = problem(node)
    if (what) report(node.getStart(source), what)
    ts.forEachChild(node, visit)
  }
  visit(source)
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.JSX, source.text)
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const comment = token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia
    if (comment && /@ts-(ignore|nocheck|expect-error)/.test(scanner.getTokenText())) report(scanner.getTokenStart(), 'a silenced error')
  }
}

if (found.length > 0) {
  console.error(`${found.join('\n')}\nThe front end has types for all of it; see types.ts.`)
  process.exit(1)
}
console.log(`no cast and no \`any\` in ${sources.length} files`)
