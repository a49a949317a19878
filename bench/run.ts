/** `npm run bench`: lists the benches; `npm run bench NAME…` runs them one after the other. `npm run bench NAME -- --help`: a bench's own options follow its name. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const benches = {
  'end-to-end': 'the whole pipeline over a made-up web of 500 hosts, on both queues, beside the bare tools',
  statements: 'what Postgres does for an article, statement by statement, on one connection',
  'at-size': 'lookups, story decisions and dispatch with 10,000, 100,000 and 1,000,000 articles there',
  agreement: 'copies and stories of 1, 4 and 8 cluster processes and of shuffled arrivals, compared',
  'ingest-at-size': 'the whole pipeline with 10,000, 100,000 and 1,000,000 articles there',
  beyond:
    'Postgres and Redis that fail over, a pooler, few connections: what is lost, what is done twice (--short)',
  latency: 'four machines with 0, 1 and 5 ms each way between them and Postgres: rate, round trips, batches',
  growth: 'bytes an article takes, by table',
  workers: '1, 2, 4 and 8 processes of each heavy stage',
  soak: 'memory of every process over a long run',
  web: 'every page with 20 readers at once on 1,000,000 articles (NEWSLOOM_HOME keeps them for the next time)',
  sql: 'every recipe of the cookbook on the same articles',
  feeds: 'which share of the feeds of a FOLDER rss-parser reads, and whether both readers agree on them',
  rules:
    'for each rule that corrects the block model, how often it helped and harmed (--data DIR of labelled pages)',
  startup: 'what `newsloom --help`, `status` and `up` cost, also beside another checkout',
} as const satisfies Record<string, string>

const [names, options] = split(process.argv.slice(2))
const unknown = names.length ? [] : options.slice(0, 1).filter((name) => !name.startsWith('-'))
if (!names.length) {
  if (unknown.length) console.error(`no bench is called ${unknown.join(', ')}`)
  for (const [name, about] of Object.entries(benches)) console.log(`${name.padEnd(15)} ${about}`)
  process.exit(unknown.length ? 2 : 0)
}
for (const name of names) {
  console.log(`== ${name}`)
  const alone = join(import.meta.dirname, `${name}.ts`)
  const file = existsSync(alone) ? alone : join(import.meta.dirname, name, `${name}.ts`)
  const { status } = spawnSync(process.execPath, [file, ...options], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** First the names of benches, then the arguments of the bench: a folder, options. */
function split(args: readonly string[]): [string[], string[]] {
  const at = args.findIndex((arg) => !(arg in benches))
  return at < 0 ? [[...args], []] : [args.slice(0, at), args.slice(at)]
}
