// Runs before `npm start` and `npm test`: installs the packages when they are missing or out of date.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const lock = join(root, 'package-lock.json')
const installed = join(root, 'node_modules', '.package-lock.json')

/** What is installed is what the lock file asks for (packages for other platforms apart). */
function upToDate() {
  if (!existsSync(installed)) return false
  const want = JSON.parse(readFileSync(lock, 'utf8')).packages
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages
  return Object.entries(want).every(
    ([path, entry]) => path === '' || entry.optional || have[path]?.version === entry.version,
  )
}

if (existsSync(lock) && !upToDate()) {
  console.error('newsloom: installing packages (npm ci) ...')
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) {
    console.error(`newsloom: "npm ci" failed in ${root}; mend what it says above and start again.`)
    process.exit(1)
  }
}
