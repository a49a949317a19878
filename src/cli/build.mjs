// Compiles the sources to dist/, for the npm package: Node strips no types below node_modules.
import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const dist = join(root, 'dist')
rmSync(dist, { recursive: true, force: true })
const tsc = createRequire(import.meta.url).resolve('typescript/package.json')
const run = spawnSync(
  process.execPath,
  [join(dirname(tsc), 'bin', 'tsc'), '-p', join(root, 'tsconfig.build.json')],
  {
    cwd: root,
    stdio: ['ignore', 2, 2],
  },
)
if (run.status !== 0) process.exit(run.status ?? 1)

// What the compiler leaves behind: data and static files beside the sources.
const carried = /\.(json|css|svg|js|txt|gz|bin|ico|png)$/
for (const folder of ['src', 'workers'])
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !carried.test(entry.name)) continue
    const from = join(entry.parentPath, entry.name)
    cpSync(from, join(dist, from.slice(root.length + 1)))
  }
