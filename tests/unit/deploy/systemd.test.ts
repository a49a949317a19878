import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { workerNames } from '../../../src/pipeline/stages.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'

const read = (name: string) => readFileSync(packageFile('deploy', 'systemd', name), 'utf8')
const missing = () => spawnSync('systemd-analyze', ['--version']).status !== 0

describe('deploy/systemd', () => {
  it('starts every worker, and gives each longer to end than it takes', () => {
    const wanted = /^Wants=(.*)$/m.exec(read('newsloom.target'))?.[1]?.split(' ')
    expect(wanted).toEqual(expect.arrayContaining(workerNames.map((name) => `newsloom@${name}.service`)))
    expect(wanted).toHaveLength(workerNames.length)
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(read('newsloom@.service'))?.[1])).toBeGreaterThan(29)
  })

  it('is what systemd takes', ({ skip }) => {
    skip(missing(), 'no systemd-analyze')
    const folder = mkdtempSync(join(tmpdir(), 'newsloom-systemd-'))
    try {
      // The program and the account need not be on this machine.
      const unit = read('newsloom@.service').replace('/usr/local/bin/newsloom', '/bin/true')
      writeFileSync(join(folder, 'newsloom@.service'), unit)
      writeFileSync(join(folder, 'newsloom.target'), read('newsloom.target'))
      const { status, stderr } = spawnSync(
        'systemd-analyze',
        ['verify', '--man=no', join(folder, 'newsloom@extract.service'), join(folder, 'newsloom.target')],
        { encoding: 'utf8' },
      )
      expect(stderr.split('\n').filter((line) => line.includes('newsloom'))).toEqual([])
      expect(status).toBe(0)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
