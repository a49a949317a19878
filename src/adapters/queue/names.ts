/** Where BullMQ keeps its tables in Postgres. */
export const SCHEMA = 'bullmq'

/** Queues of one name share a hash slot on clusters and Dragonfly; the braces are plain characters elsewhere. */
export const fullName = (queue: string) => `{${queue}}`
