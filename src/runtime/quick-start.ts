// Settings that must be made before any other module of the program is loaded. Imported by workers/*.ts alone;
// src/cli/launch.mjs does the same for the command.
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { endOnSignal } from './process/signals.ts'

// A worker that is stopped while it starts has taken no job yet.
endOnSignal(0)

/** DNS lookups share libuv's threads; four are too few for a hundred concurrent fetches. */
process.env.UV_THREADPOOL_SIZE ??= '32'

// A worker that was killed starts again in half the time, and so do its threads.
// In a folder of the user: a person who can write to it decides what this program runs.
const { directory } = enableCompileCache(
  process.env.NODE_COMPILE_CACHE ?? join(homedir(), '.cache', 'newsloom', 'compiled'),
)
if (directory) process.env.NODE_COMPILE_CACHE ??= directory
