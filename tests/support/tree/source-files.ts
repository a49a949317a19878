// Reads the source files as text: which files there are, how long they are, and what they import.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../..')

export interface SourceFile {
  /** Relative to the root of the project, with `/`. */
  readonly path: string
  readonly text: string
  readonly lines: number
  /** As written: './x.ts', 'node:fs', 'pg'. Type-only and dynamic imports count. */
  readonly imports: readonly string[]
}

/** All TypeScript and JavaScript files below `folder`. */
export function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.m?[jt]s$/.test(name) && !/(?:^|\/)(?:node_modules|vendor)\//.test(name))
    .sort()
    .map((name) => {
      const path = join(folder, name)
      const text = readFileSync(join(root, path), 'utf8')
      return { path, text, lines: text.split('\n').length - 1, imports: importsIn(text) }
    })
}

function importsIn(text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target]) => target!)
}

/** The path of the file that a relative import in `from` refers to. */
export const targetOf = (from: string, target: string): string => normalize(join(dirname(from), target))

/** Groups of two or more files that import each other, directly or through others (Tarjan's algorithm). */
export function importCircles(files: readonly SourceFile[]): string[][] {
  const targets = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.filter((target) => target.startsWith('.')).map((target) => targetOf(path, target)),
    ]),
  )
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []
  const visit = (path: string): void => {
    order.set(path, order.size)
    lowest.set(path, order.get(path)!)
    stack.push(path)
    for (const target of targets.get(path)!) {
      if (!targets.has(target)) continue
      if (!order.has(target)) visit(target)
      if (stack.includes(target))
        lowest.set(path, Math.min(lowest.get(path)!, lowest.get(target)!, order.get(target)!))
    }
    if (lowest.get(path) !== order.get(path)) return
    const circle = stack.splice(stack.indexOf(path))
    if (circle.length > 1) circles.push(circle.sort())
  }
  for (const path of targets.keys()) if (!order.has(path)) visit(path)
  return circles
}

/** Names at the top level of a module whose value changes after the module was loaded: `let`, and containers that are written to. */
export function mutableNames({ text }: SourceFile): string[] {
  return [...text.matchAll(/^(?:export )?(let|var|const) (\w+)/gm)]
    .filter(([, kind, name]) => kind !== 'const' || isWrittenTo(text, name!))
    .map(([, , name]) => name!)
}

const WRITE =
  String.raw`(?:\s*(?:[-+*/|&^%]|\*\*|<<|>>>?|\?\?|\|\||&&)?=(?![=>])|\+\+|--|` +
  String.raw`\.(?:set|add|push|pop|shift|unshift|splice|sort|reverse|delete|clear|fill|copyWithin)\()`

function isWrittenTo(text: string, name: string): boolean {
  const write = new RegExp(String.raw`(?<![\w.'])${name}(?:!?\[[^\]]*\]!?|!?\.\w+)*${WRITE}`, 'g')
  return [...text.matchAll(write)].some(({ index }) => {
    const start = text.lastIndexOf('\n', index) + 1
    return !/^\s*(?:export )?(?:let|const) $/.test(text.slice(start, index))
  })
}
