// Compiles the sources to dist/, for the npm package: Node strips no types below node_modules.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const dist = join(root, 'dist')
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
rmSync(dist, { recursive: true, force: true })

// The program, then the declarations of what the package's entry points export, and of nothing else.
for (const project of ['tsconfig.build.json', 'tsconfig.types.json']) {
  const run = spawnSync(process.execPath, [tsc, '-p', join(root, project)], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (run.status !== 0) process.exit(run.status ?? 1)
}

// Only the declarations that an entry point imports, directly or through others.
const declared = new Set()
const entries = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).exports
for (const entry of Object.values(entries)) if (entry.types) declare(join(root, entry.types))
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name)
  if (entry.isFile() && entry.name.endsWith('.d.ts') && !declared.has(file)) rmSync(file)
}

function declare(file) {
  if (declared.has(file)) return
  declared.add(file)
  const imported = readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?['"](\.[^'"]+)\.[jt]s['"]/g)
  for (const [, specifier] of imported) declare(join(dirname(file), `${specifier}.d.ts`))
}

// Data and static files beside the sources, which the compiler does not copy.
const carried = /\.(json|css|svg|js|txt|gz|bin|ico|png)$/
for (const folder of ['src', 'workers'])
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !carried.test(entry.name)) continue
    const from = join(entry.parentPath, entry.name)
    cpSync(from, join(dist, from.slice(root.length + 1)))
  }

// Import attributes make Node 20 print a warning, and bundlers ask for a plugin: imported JSON becomes a module.
const imported = /from (['"])([^'"]+\.json)\1 with \{ type: ['"]json['"] \}/g
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.js')) continue
  const file = join(entry.parentPath, entry.name)
  const source = readFileSync(file, 'utf8')
  const rewritten = source.replace(imported, (_, quote, specifier) => {
    moduleOf(join(entry.parentPath, specifier))
    return `from ${quote}${specifier}.js${quote}`
  })
  if (rewritten !== source) writeFileSync(file, rewritten)
}

/** Writes `x.json.js` beside `x.json`. A string that JSON.parse reads loads faster than the same data as source. */
function moduleOf(json) {
  if (existsSync(`${json}.js`)) return
  const data = JSON.stringify(JSON.parse(readFileSync(json, 'utf8')))
  writeFileSync(`${json}.js`, `export default JSON.parse(${JSON.stringify(data)})\n`)
}
