import { type Job, Queue, Worker } from 'bullmq'
import { hostsText } from '../host-port.ts'
import { parseRedisAddress } from '../redis/address.ts'
import { checkRedis } from '../redis/check.ts'
import { openRedis } from '../redis/connect.ts'
import type { Backend } from './backend.ts'
import type { RowIds } from './worker.ts'

/** BullMQ on Redis. @throws when the server at the address cannot be used, or may evict keys */
export async function redisBackend(
  url: string,
  prefix: string,
  onError: (error: Error) => void,
): Promise<Backend> {
  const address = parseRedisAddress(url)
  await checkRedis(address)
  // Producers fail fast, so that a scheduler can report that Redis is unavailable; workers wait forever.
  const producer = openRedis(address, 'ask')
  const consumer = openRedis(address, 'wait')
  for (const connection of [producer, consumer]) connection.on('error', onError)
  let beat: string | undefined
  try {
    await answered(producer.connect(), hostsText(address.hosts))
    await answered(consumer.connect(), hostsText(address.hosts))
  } catch (error) {
    producer.disconnect()
    consumer.disconnect()
    throw error
  }
  return {
    fewJobs: 1,
    async jobsInWork(queue) {
      const jobs: Job[] = await queue.getJobs(['active'])
      return jobs
        .filter(Boolean)
        .map(({ id, data, processedBy }) => ({ id: id!, data: data as RowIds, processedBy }))
    },
    async jobsInLine(queue, jobs) {
      const found: Job[] = await queue.getJobs(['waiting', 'delayed', 'prioritized'], 0, jobs - 1)
      return found.filter(Boolean).map(({ data }) => data as RowIds)
    },
    queue: (name, rest) => new Queue(name, { connection: producer, ...rest }),
    worker: (name, process, rest) => new Worker(name, process, { connection: consumer, ...rest }),
    async remembers(key) {
      const next = `${Date.now()} ${Math.random()}`
      const found = await producer.set(key, next, 'GET')
      const remembered = beat === undefined || found === beat
      beat = next
      return remembered
    },
    async checkWrite() {
      await producer.set(`${prefix}:write-check`, Date.now(), 'PX', 60_000)
    },
    async close() {
      await Promise.allSettled([producer.quit(), consumer.quit()])
      producer.disconnect()
      consumer.disconnect()
    },
  }
}

const ANSWER_MS = 7_000

/** Does not wait for a Redis that accepts a connection and does not answer. */
async function answered(asked: Promise<unknown>, where: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis at ${where} answers nothing`)), ANSWER_MS)
  })
  await Promise.race([asked, late]).finally(() => clearTimeout(timer))
}
