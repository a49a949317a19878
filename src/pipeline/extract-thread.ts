import { serveTasks } from '../adapters/thread-serve.ts'
import { extractDocument } from './extract-document.ts'

serveTasks(extractDocument)
