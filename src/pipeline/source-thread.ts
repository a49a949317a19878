import { servedTasks } from '../adapters/thread-serve.ts'
import { readSource } from './read-source.ts'

export const run = servedTasks(readSource)
