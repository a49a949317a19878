import type { Command } from 'commander'
import { counted } from '../../core/text/counted.ts'
import { statusOf } from '../../queries/overview.ts'
import { type CommonOptions, withReadOnlyDeps } from '../context.ts'
import { baseCommand } from '../options.ts'
import { duration, table } from '../terminal/table.ts'

export function command(): Command {
  return baseCommand('Stages, backlog, oldest due, hosts backing off, failing feeds, throughput.').action(run)
}

async function run(options: CommonOptions): Promise<void> {
  await withReadOnlyDeps(async (deps) => {
    const status = await statusOf(deps.pool)
    const queues: Record<string, unknown> = {}
    for (const name of ['poll', 'fetch', 'extract', 'cluster']) queues[name] = await deps.queues.counts(name)
    if (options.json) {
      console.log(JSON.stringify({ ...status, queue_backend: deps.queues.backend, queues }))
      return
    }
    const section = (title: string, body: string) => body && console.log(`${title}\n${body}\n`)
    console.log(
      `${counted(status.stories, 'story', 'stories')}, ${counted(status.outlets, 'outlet')}, ${counted(status.feeds, 'active feed')}, queue on ${deps.queues.backend}`,
    )
    console.log(
      status.due
        ? `${counted(status.due, 'article')} due, the oldest for ${duration(status.oldest_due_s ?? 0)}\n`
        : 'nothing is due\n',
    )
    section('Stages', table(status.stages.map(({ stage, count }) => [stage, count])))
    section('Waiting', table(status.parked.map(({ reason, count }) => [reason, count])))
    section('Dropped and failed', table(status.dead.map(({ fate, reason, count }) => [fate, reason, count])))
    section(
      'Hosts backing off',
      table(
        status.backing_off.map(({ host, reason, until }) => [
          host,
          reason ?? '',
          `until ${until.toISOString()}`,
        ]),
      ),
    )
    section(
      'Failing feeds',
      table(status.failing_feeds.map(({ feed_id, code, url }) => [feed_id, code ?? '', url])),
    )
    section(
      'Today',
      table(
        status.throughput.map(({ stage, outcome, count, mean_ms }) => [
          stage,
          outcome,
          count,
          `${mean_ms ?? 0} ms`,
        ]),
      ),
    )
  })
}
