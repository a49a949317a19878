import { servedTasks } from '../adapters/thread-serve.ts'
import { extractDocument } from './extract-document.ts'

export const run = servedTasks(extractDocument)
