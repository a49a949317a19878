import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { packageFile } from '../../src/runtime/package-root.ts'
import { judgeAudit, judgeLicenses, judgeLockfile } from './supply-chain.ts'

/** `npm run check:packages`: checks the lockfile and the licenses, and asks the registry for known vulnerabilities. */
const lockfile = JSON.parse(readFileSync(packageFile('package-lock.json'), 'utf8'))
const problems = [...judgeLockfile(lockfile), ...judgeLicenses(lockfile)]

const { stdout } = spawnSync('npm', ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=20000'], {
  cwd: packageFile('.'),
  encoding: 'utf8',
  timeout: 60_000,
  maxBuffer: 2 ** 26,
  shell: process.platform === 'win32',
})
const audit = judgeAudit(stdout ?? '')
if (audit.kind === 'skipped') console.log(`npm audit was skipped: ${audit.reason}`)
else problems.push(...audit.problems)

for (const problem of problems) console.error(problem)
if (!problems.length)
  console.log(
    `${Object.keys(lockfile.packages).length - 1} packages: from the public registry, with hashes, under allowed licenses`,
  )
process.exitCode = problems.length ? 1 : 0
