import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { packageFile } from '../../src/runtime/package-root.ts'

export const run = promisify(execFile)

/**
 * Packs the npm package and installs it into an empty project below `folder`, without install scripts, which a user may have
 * switched off.
 * @returns the project's folder
 */
export async function installPacked(folder: string): Promise<string> {
  await run('npm', ['pack', '--pack-destination', folder, '--loglevel=error'], { cwd: packageFile('.') })
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!
  const place = join(folder, 'elsewhere')
  mkdirSync(place)
  writeFileSync(join(place, 'package.json'), '{"name":"elsewhere","private":true,"type":"module"}\n')
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', ['install', ...flags, join(folder, tarball)], { cwd: place })
  return place
}

/** The programs of a document: fenced code whose first line is a comment with the file's name. Name → source. */
export function programsOf(document: string): Readonly<Record<string, string>> {
  const text = readFileSync(packageFile(document), 'utf8')
  const found = text.matchAll(
    /```(?:ts|js|sh|python)\n(?:\/\/|#) ([\w-]+\.(?:m?[tj]s|sh|py))\n([\s\S]*?)```/g,
  )
  return Object.fromEntries([...found].map(([, name, source]) => [name!, source!]))
}

/** Every Node in the PATH, by version: that of the machine and the one that runs the tests. */
export async function nodesOnPath(): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {}
  const files = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'node'))
  for (const file of [process.execPath, ...files])
    try {
      const { stdout } = await run(file, ['--version'])
      found[stdout.trim()] ??= file
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  return found
}
