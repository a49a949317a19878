import type { Command } from 'commander'
import { endReader, newReaderUrl } from '../../runtime/reader-login.ts'
import { recordAction } from '../../store/operations/operators.ts'
import { type CommonOptions, withDeps } from '../context.ts'
import { CliError } from '../errors.ts'
import { madeByCli } from '../made-by.ts'
import { baseCommand } from '../options.ts'

export function command(): Command {
  return baseCommand('Sets a new password for the read-only role news_reader, and prints how to connect.')
    .option('--off', 'disable the login of news_reader')
    .action(async (options: CommonOptions & { off?: boolean }) => {
      await withDeps(async ({ pool, databaseUrl, embedded, config }) => {
        const home = embedded ? config.home : undefined
        try {
          if (options.off) {
            await endReader(pool, home)
            await recordAction(pool, madeByCli(), 'reader.off')
            console.log(options.json ? JSON.stringify({ login: false }) : 'news_reader can no longer log in')
            return
          }
          const url = await newReaderUrl(pool, databaseUrl, home)
          await recordAction(pool, madeByCli(), 'reader.login')
          if (options.json) console.log(JSON.stringify({ login: true, url }))
          else {
            console.log(url)
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
