import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { counted } from '../../core/text/counted.ts'
import { runDemo } from '../../runtime/demo.ts'
import { packageFile } from '../../runtime/package-root.ts'
import { startSampleWeb } from '../../sample/web.ts'
import { commandConfig } from '../command-config.ts'
import type { CommonOptions } from '../context.ts'
import { CliError } from '../errors.ts'
import { storyLines } from '../look/stories.ts'
import { baseCommand } from '../options.ts'
import { Interruption, interruption, toItsEnd } from '../terminal/interruption.ts'
import { createProgress } from '../terminal/progress.ts'

export function command(): Command {
  return baseCommand(
    'Runs the bundled sample end to end: its outlets on a local web server, polled, fetched, extracted, grouped into stories.',
  )
    .option(
      '--home <dir>',
      'keep the database there and run on it again; without it everything is thrown away',
    )
    .action((options: CommonOptions & { home?: string }) => toItsEnd(run(options)))
}

async function run(options: CommonOptions & { home?: string }): Promise<void> {
  const home = options.home ? resolve(options.home) : mkdtempSync(join(tmpdir(), 'newsloom-demo-'))
  // The server's account must be able to enter it; others may enter, but not list it.
  if (!options.home) chmodSync(home, 0o711)
  const portFile = join(home, 'demo-port')
  const again = existsSync(portFile)
  const progress = createProgress()
  try {
    // The same port again: an article is known by its address.
    const web = await startSampleWeb({
      root: packageFile('seeds'),
      port: again ? Number(readFileSync(portFile, 'utf8')) : 0,
      revised: again,
    })
    try {
      const result = await runDemo(
        { ...commandConfig(), home },
        web,
        (text) => progress.update(text),
        interruption,
      )
      progress.done()
      writeFileSync(portFile, String(web.port))
      if (options.json) console.log(JSON.stringify(result))
      else {
        console.log(
          `${counted(web.outlets.length, 'outlet')} on ${web.origin(web.outlets[0]!)} and its neighbours, ${counted(web.feeds.length, 'feed')}`,
        )
        console.log(
          `${Object.entries(result.fates)
            .map(([fate, count]) => `${count} ${fate}`)
            .join(', ')}\n`,
        )
        console.log(result.stories.map(storyLines).join('\n'))
        if (options.home) console.log(`\nThe database is kept: NEWSLOOM_HOME=${home} newsloom stories`)
      }
    } finally {
      await web.close()
    }
  } catch (error) {
    if (error instanceof Interruption) throw error
    throw new CliError((error as Error).message, { cause: error })
  } finally {
    if (!options.home) rmSync(home, { recursive: true, force: true })
  }
}
