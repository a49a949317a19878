import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { packageFile } from '../../src/runtime/package-root.ts'
import { temporaryFolder } from '../support/cli.ts'

const run = promisify(execFile)
const folder = temporaryFolder()
afterAll(() => folder.remove())

describe('the npm package', () => {
  it('packs, installs elsewhere, and runs the demo there', async () => {
    await run('npm', ['pack', '--pack-destination', folder.path, '--loglevel=error'], {
      cwd: packageFile('.'),
    })
    const [tarball] = readdirSync(folder.path).filter((name) => name.endsWith('.tgz'))
    const place = join(folder.path, 'elsewhere')
    mkdirSync(place)
    writeFileSync(join(place, 'package.json'), '{"name":"elsewhere","private":true}\n')
    await run(
      'npm',
      [
        'install',
        '--prefer-offline',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        join(folder.path, tarball!),
      ],
      { cwd: place },
    )
    const installed = join(place, 'node_modules', 'newsloom')
    // Node strips no types below node_modules: only what was compiled can run there.
    expect(existsSync(join(installed, 'src', 'cli', 'main.ts'))).toBe(false)
    const { stdout: version } = await run('npx', ['--no-install', 'newsloom', '--version'], { cwd: place })
    expect(version.trim()).toBe(JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version)
    const { stdout } = await run('npx', ['--no-install', 'newsloom', 'demo', '--json'], { cwd: place })
    const { stories } = JSON.parse(stdout)
    expect(stories.length).toBeGreaterThan(8)
  })
})
