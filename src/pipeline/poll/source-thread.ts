import { servedTasks } from '../../adapters/threads/serve.ts'
import { readSource } from './read-source.ts'

export const run = servedTasks(readSource)
