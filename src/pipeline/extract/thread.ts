import { servedTasks } from '../../adapters/threads/serve.ts'
import { extractDocument } from './document.ts'

export const run = servedTasks(extractDocument)
