import { describe, expect, it } from 'vitest'
import { permissionSentence } from '../../../src/cli/terminal/permission.ts'
import { listenError } from '../../../src/runtime/process/listening.ts'

const systemError = (code: string, more: object): Error =>
  Object.assign(new Error(`${code}: denied`), { code, ...more })

describe('what may not be opened is named, with what helps', () => {
  it('a folder of the program', () => {
    const error = systemError('EACCES', { syscall: 'mkdir', path: '/srv/newsloom' })
    expect(permissionSentence(error)).toMatch(
      /may not make the folder \/srv\/newsloom: .*chown.*NEWSLOOM_HOME/,
    )
  })
  it('a file, however deep the error lies', () => {
    const error = new Error('no start', {
      cause: systemError('EPERM', { syscall: 'open', path: '/srv/x.json' }),
    })
    expect(permissionSentence(error)).toContain('may not open /srv/x.json')
  })
  it('a file system that is read-only', () => {
    expect(permissionSentence(systemError('EROFS', { path: '/mnt/a' }))).toContain(
      '/mnt/a: its file system is read-only',
    )
  })
  it('other errors are left as they are', () => {
    expect(permissionSentence(systemError('ENOENT', { path: '/a' }))).toBeUndefined()
    expect(permissionSentence(systemError('EACCES', {}))).toBeUndefined()
  })
  it.each([
    ['EACCES', 80, 'set NEWSLOOM_PORT to a higher one'],
    ['EADDRINUSE', 8400, 'port 8400 on 127.0.0.1 is taken: set NEWSLOOM_PORT'],
    ['EADDRNOTAVAIL', 8400, 'set NEWSLOOM_HOST'],
  ])('a port that cannot be listened on (%s)', (code, port, remedy) => {
    expect(listenError(systemError(code, {}), '127.0.0.1', port, 'NEWSLOOM_PORT').message).toContain(remedy)
  })
})
