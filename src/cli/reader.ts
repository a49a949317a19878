import type { Command } from 'commander'
import { letReaderIn, shutReaderOut } from '../store/reader.ts'
import { type CommonOptions, withDeps } from './context.ts'
import { CliError } from './errors.ts'
import { baseCommand } from './options.ts'

export function command(): Command {
  return baseCommand('Gives the read-only role news_reader a new password, and prints how to connect as it.')
    .option('--off', 'nobody can log in as news_reader any more')
    .action(async (options: CommonOptions & { off?: boolean }) => {
      await withDeps(async ({ pool, databaseUrl, embedded }) => {
        try {
          if (options.off) {
            await shutReaderOut(pool)
            console.log(options.json ? JSON.stringify({ login: false }) : 'news_reader can no longer log in')
            return
          }
          const url = new URL(databaseUrl)
          url.username = 'news_reader'
          url.password = await letReaderIn(pool)
          if (options.json) console.log(JSON.stringify({ login: true, url: url.href }))
          else {
            console.log(url.href)
            console.error('This password is shown once; calling this again sets another.')
            if (embedded?.started)
              console.error(
                'The embedded Postgres runs only while Newsloom does: leave "newsloom up" running to connect.',
              )
          }
        } catch (error) {
          throw new CliError(`the role news_reader could not be changed: ${(error as Error).message}`, {
            cause: error,
          })
        }
      })
    })
}
